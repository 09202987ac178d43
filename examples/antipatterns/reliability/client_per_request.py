# /// bad
# ast-grep = ["REL-013"]
# harm = "tests/antipatterns/reliability/test_client_per_request.py::test_each_request_opens_a_connection"
# right = "examples/patterns/reliability/client_per_process.py"
# ///
"""An HTTP client that each request opens and closes."""

from fastapi import FastAPI
from httpx import AsyncClient


async def fetch_stock(url: str, sku: str) -> int:
    """Return how many pieces of an item the warehouse has."""
    async with AsyncClient(base_url=url, timeout=5) as client:
        response = await client.get(f"/{sku}")
    pieces: int = response.json()[sku]
    return pieces


def create_app(url: str) -> FastAPI:
    """Return an app that shows the stock of an item; `url` is the warehouse."""
    app = FastAPI()

    @app.get("/stock")
    async def read_stock() -> int:
        return await fetch_stock(url, "pen")

    return app
