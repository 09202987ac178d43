# /// bad
# ruff = ["PLW0603"]
# harm = "tests/antipatterns/lifespan/test_client_in_state.py::test_second_app_closes_the_client_of_the_first"
# right = "examples/patterns/lifespan/client_in_state.py"
# ///
"""A client that the lifespan stores in a global variable of the module."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from httpx import AsyncClient

from patterns.lifespan.rates_client import create_client

client: AsyncClient


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
    """Open the client of this process."""
    global client
    client = create_client()
    yield
    await client.aclose()


def create_app() -> FastAPI:
    """Return an app that shows a rate."""
    app = FastAPI(lifespan=lifespan)

    @app.get("/rate")
    async def read_rate() -> float:
        response = await client.get("/SEK")
        rate: float = response.json()["SEK"]
        return rate

    return app
