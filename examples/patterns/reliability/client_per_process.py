"""An HTTP client that the lifespan opens and all requests share."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from httpx import AsyncClient


async def get_client(request: Request) -> AsyncClient:
    """Return the client that the lifespan opened."""
    client: AsyncClient = request.app.state.client
    return client


ClientDep = Annotated[AsyncClient, Depends(get_client)]


async def fetch_stock(client: AsyncClient, sku: str) -> int:
    """Return how many pieces of an item the warehouse has."""
    response = await client.get(f"/{sku}")
    pieces: int = response.json()[sku]
    return pieces


def create_app(url: str) -> FastAPI:
    """Return an app that shows the stock of an item; `url` is the warehouse."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncClient(base_url=url, timeout=5) as client:
            app.state.client = client
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/stock")
    async def read_stock(client: ClientDep) -> int:
        return await fetch_stock(client, "pen")

    return app
