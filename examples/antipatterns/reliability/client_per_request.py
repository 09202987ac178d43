# /// bad
# ast-grep = ["REL-013"]
# harm = "tests/antipatterns/reliability/test_client_per_request.py::test_each_request_opens_a_connection"
# right = "examples/patterns/reliability/client_per_process.py"
# ///
"""An HTTP client that each request opens and closes."""

from fastapi import FastAPI
from httpx import AsyncClient


async def fetch_rate(url: str, currency: str) -> float:
    """Return the rate of a currency."""
    async with AsyncClient(base_url=url, timeout=5) as client:
        response = await client.get(f"/{currency}")
    rate: float = response.json()[currency]
    return rate


def create_app(url: str) -> FastAPI:
    """Return an app that shows a rate; `url` is the service that knows it."""
    app = FastAPI()

    @app.get("/rate")
    async def read_rate() -> float:
        return await fetch_rate(url, "SEK")

    return app
