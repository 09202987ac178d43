# /// bad
# harm = "tests/antipatterns/testing/test_client_without_lifespan.py::test_client_without_lifespan_gets_500"
# right = "examples/patterns/testing/app_client.py"
# ///
"""A client for an app whose lifespan never runs."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient


@asynccontextmanager
async def app_client(app: FastAPI) -> AsyncGenerator[AsyncClient]:
    """Yield a client for the app."""
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
