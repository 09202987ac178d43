"""Fixtures for the examples: an empty database on either engine."""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import override
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Request, Response
from servers import PostgresqlServer, postgresql_server
from sqlalchemy import URL, MetaData, make_url, text
from sqlalchemy.ext.asyncio import (
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from app.core.database import Database, DatabaseOptions, create_engine
from handbook.prove.plugin import shown

__all__ = ["shown"]  # a fixture is found where it has a name

# By these nox tells uv its own environment: `uv sync` of a test would empty that.
for _name in ("UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "VIRTUAL_ENV"):
    os.environ.pop(_name, None)

SERVER_LOGGERS = ("uvicorn", "uvicorn.access", "uvicorn.error")
PATIENCE = 5  # seconds to wait for the other session
VERSION = {
    "sqlite": ("SQLite", "SELECT sqlite_version()"),
    "postgresql": ("PostgreSQL", "SHOW server_version"),
}


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _own_server_log() -> Iterator[None]:
    """Restore the loggers of uvicorn: each `uvicorn.Config` adds handlers to them."""
    loggers = [logging.getLogger(name) for name in SERVER_LOGGERS]
    before = [(each.handlers[:], each.propagate, each.level) for each in loggers]
    yield
    for logger, (handlers, propagate, level) in zip(loggers, before, strict=True):
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """Run one server for all tests of this process."""
    with postgresql_server() as server:
        yield server


async def as_owner(server: PostgresqlServer, statement: str) -> None:
    """Run a statement that PostgreSQL refuses within a transaction."""
    engine = create_async_engine(server.url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncGenerator[URL]:
    """Yield the address of an empty database; drop it after the test."""
    if request.param == "sqlite":
        yield make_url(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    name = f"test_{uuid4().hex}"
    await as_owner(server, f"CREATE DATABASE {name}")
    yield make_url(server.url).set(database=name)
    await as_owner(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(
    database_url: URL, record_property: Callable[[str, object], None]
) -> AsyncGenerator[Database]:
    """Yield an empty database with the engine of the shop."""
    database = Database(create_engine(database_url, DatabaseOptions()))
    name, ask = VERSION[database_url.get_backend_name()]
    async with database.engine.connect() as connection:
        version = await connection.scalar(text(ask))
    record_property("database", f"{name} {version}")
    yield database
    await database.engine.dispose()


@pytest.fixture
def create_tables(database: Database) -> Callable[[MetaData], Awaitable[None]]:
    """Return a function that creates an example's own tables."""

    async def create(metadata: MetaData) -> None:
        async with database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)

    return create


class MeetingSession(AsyncSession):
    """A session that waits for another one before it writes.

    Raises TimeoutError when none comes, as when a lock holds the other one up.
    """

    @override
    async def flush(self, objects: Sequence[object] | None = None) -> None:
        barrier: asyncio.Barrier = self.info["barrier"]
        async with asyncio.timeout(PATIENCE):
            await barrier.wait()
        await super().flush(objects)


@pytest.fixture
def meeting_sessions(database: Database) -> async_sessionmaker[MeetingSession]:
    """Return sessions for two tasks that both read before either writes."""
    return async_sessionmaker(
        database.engine,
        class_=MeetingSession,
        expire_on_commit=False,
        info={"barrier": asyncio.Barrier(2)},
    )


@pytest.fixture
def app(database: Database) -> FastAPI:
    """Return an app that opens the database in the loop that serves it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        engine = create_engine(database.engine.url, DatabaseOptions())
        app.state.database = Database(engine)
        app.state.sessions = app.state.database.sessions
        yield
        await app.state.database.engine.dispose()

    return FastAPI(lifespan=lifespan)


@pytest.fixture
def ask() -> Callable[[FastAPI, Request], Awaitable[Response]]:
    """Return a function that sends one request; an exception becomes a 500."""

    async def send(app: FastAPI, request: Request) -> Response:
        transport = ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport) as client:
            return await client.send(request)

    return send


@pytest.fixture
def measured(
    record_property: Callable[[str, object], None],
) -> Callable[[str], None]:
    """Return a function that records a sentence for the page."""

    def record(sentence: str) -> None:
        record_property("measured", sentence)

    return record
