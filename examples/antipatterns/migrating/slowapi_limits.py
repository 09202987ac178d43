# /// bad
# ruff = ["ARG001"]
# mypy = ["arg-type"]
# basedpyright = ["reportArgumentType", "reportUnknownMemberType", "reportUntypedFunctionDecorator"]
# harm = "tests/antipatterns/migrating/test_rate_limits.py::test_default_limit_without_middleware_limits_no_route"
# right = "examples/patterns/migrating/rate_limits.py"
# ///
"""A login with a limit by slowapi, and a default limit."""

from typing import Annotated

from fastapi import Body, FastAPI, Request
from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address


def create_app() -> FastAPI:
    """Return an app with a login and a list."""
    limiter = Limiter(key_func=get_remote_address, default_limits=["60/minute"])
    app = FastAPI()
    app.state.limiter = limiter
    app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)

    @app.post("/login")
    @limiter.limit("5/minute")
    async def log_in(request: Request, email: Annotated[str, Body(embed=True)]) -> str:
        return f"welcome, {email}"

    @app.get("/items")
    async def list_items() -> list[str]:
        return []

    return app
