# /// bad
# harm = "tests/antipatterns/errors/test_head_not_allowed.py::test_head_is_refused"
# right = "examples/shop/app/core/middleware.py"
# ///
"""A readable resource without HEAD, which FastAPI does not add to GET."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse


def create_app() -> FastAPI:
    """Return an app with one resource."""
    app = FastAPI()

    @app.get("/report.csv", response_class=PlainTextResponse)
    async def read_report() -> str:
        return "item,price\nTea,3.50\n"

    return app
