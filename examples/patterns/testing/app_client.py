"""A client for an app in the same process, with the app's lifespan running."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient


@asynccontextmanager
async def app_client(app: FastAPI) -> AsyncGenerator[AsyncClient]:
    """Start the app, yield a client to whom a failure is an answer, stop the app."""
    async with LifespanManager(app) as manager:
        transport = ASGITransport(manager.app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client
