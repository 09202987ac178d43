"""A client that the lifespan opens, and that a typed dependency returns."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from httpx import AsyncClient

from patterns.lifespan.rates_client import create_client


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the client of this app."""
    async with create_client() as client:
        app.state.client = client
        yield


async def get_client(request: Request) -> AsyncClient:
    """Return the client that the lifespan opened."""
    client: AsyncClient = request.app.state.client
    return client


ClientDep = Annotated[AsyncClient, Depends(get_client)]


def create_app() -> FastAPI:
    """Return an app that shows a rate."""
    app = FastAPI(lifespan=lifespan)

    @app.get("/rate")
    async def read_rate(client: ClientDep) -> float:
        response = await client.get("/SEK")
        rate: float = response.json()["SEK"]
        return rate

    return app
