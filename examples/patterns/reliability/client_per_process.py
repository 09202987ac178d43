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


async def fetch_rate(client: AsyncClient, currency: str) -> float:
    """Return the rate of a currency."""
    response = await client.get(f"/{currency}")
    rate: float = response.json()[currency]
    return rate


def create_app(url: str) -> FastAPI:
    """Return an app that shows a rate; `url` is the service that knows it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncClient(base_url=url, timeout=5) as client:
            app.state.client = client
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/rate")
    async def read_rate(client: ClientDep) -> float:
        return await fetch_rate(client, "SEK")

    return app
