"""A clean database on either engine, and an address that really listens."""

from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from app.core.config import Settings
from app.core.database import Database, create_engine
from servers import PostgresqlServer, postgresql_server
from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

VERSION = {
    "sqlite": ("SQLite", "SELECT sqlite_version()"),
    "postgresql": ("PostgreSQL", "SHOW server_version"),
}


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """One server for all tests of a process."""
    with postgresql_server() as server:
        yield server


async def as_owner(server: PostgresqlServer, statement: str) -> None:
    """Run a statement that no transaction may hold."""
    engine = create_async_engine(server.url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncGenerator[URL]:
    """Where an empty database lies; it is gone after the test."""
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
    """An empty database, opened as the shop opens it."""
    database = Database(create_engine(Settings(database_url=database_url)))
    name, ask = VERSION[database_url.get_backend_name()]
    async with database.engine.connect() as connection:
        version = await connection.scalar(text(ask))
    record_property("database", f"{name} {version}")
    yield database
    await database.engine.dispose()


@pytest.fixture
def measured(
    record_property: Callable[[str, object], None],
) -> Callable[[str], None]:
    """Keep a sentence for the page that shows what was measured."""

    def record(sentence: str) -> None:
        record_property("measured", sentence)

    return record
