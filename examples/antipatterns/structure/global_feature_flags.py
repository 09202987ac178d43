# /// bad
# ast-grep = ["STR-013"]
# basedpyright = ["reportMissingTypeStubs"]
# harm = "tests/antipatterns/structure/test_global_feature_flags.py::test_second_app_changes_the_flags_of_the_first"
# right = "examples/shop/app/core/flags.py"
# ///
"""Feature flags in a process-wide registry."""

from fastapi import FastAPI, HTTPException
from openfeature import api
from openfeature.provider import FeatureProvider


def create_app(flags: FeatureProvider) -> FastAPI:
    """Return an app with these flags."""
    api.set_provider(flags)
    app = FastAPI()
    app.post("/users")(create_user)
    return app


async def create_user() -> str:
    """Sign up."""
    flags = api.get_client()
    if not await flags.get_boolean_value_async("sign-up", default_value=True):
        raise HTTPException(404)
    return "Welcome."
