# /// bad
# ruff = ["ASYNC212"]
# harm = "tests/antipatterns/async_code/test_blocking_call.py::test_blocking_call_delays_another_request"
# right = "examples/patterns/async_code/awaited_call.py"
# ///
"""A blocking HTTP client in an `async def` route."""

import httpx
from fastapi import FastAPI


def create_app(client: httpx.Client) -> FastAPI:
    """Return an app whose route calls another service."""
    app = FastAPI()

    @app.get("/rates")
    async def read_rates() -> str:
        return client.get("/rates").text

    @app.get("/health")
    async def read_health() -> str:
        return "ok"

    return app
