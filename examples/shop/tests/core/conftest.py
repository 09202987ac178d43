from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from schema import migrate
from servers import ValkeyServer, valkey_server
from sqlalchemy import make_url

from app.config import Settings

Serve = Callable[[FastAPI], AbstractAsyncContextManager[AsyncClient]]


@pytest.fixture(scope="session")
def valkey() -> Generator[ValkeyServer]:
    """Run one server for all tests of a process that leave it running."""
    with valkey_server() as server:
        yield server


@pytest.fixture
def shop_settings(tmp_path: Path) -> Settings:
    """Return the settings of a migrated SQLite that this test alone uses."""
    settings = Settings(
        database_url=make_url(f"sqlite+aiosqlite:///{tmp_path}/shop.db")
    )
    migrate(settings)
    return settings


@pytest.fixture
def serve() -> Serve:
    """Return a function that yields the client of an app."""

    @asynccontextmanager
    async def serve(app: FastAPI) -> AsyncGenerator[AsyncClient]:
        transport = ASGITransport(app)
        async with (
            LifespanManager(app),
            AsyncClient(transport=transport, base_url="http://test") as client,
        ):
            yield client

    return serve
