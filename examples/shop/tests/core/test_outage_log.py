"""What the log says of a database that goes away and comes back."""

from collections.abc import AsyncGenerator

import pytest
from asgi_lifespan import LifespanManager
from logged_process import free_port
from sqlalchemy import func, make_url, select

from app.config import Settings
from app.core import availability
from app.core.database import Database
from app.core.errors import DatabaseUnavailableError
from app.main import create_app

LONG = 3600.0  # seconds, more than any test takes
GONE, BACK = "'event': 'database_unavailable'", "'event': 'database_is_back'"


@pytest.fixture
async def database(
    postgresql_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Database]:
    """Yield the database of an app with one connection, which is well only later."""
    monkeypatch.setattr(availability, "QUIET", LONG)
    limits = {"database_pool_size": 1, "database_pool_timeout": 0.01}
    app = create_app(postgresql_settings.model_copy(update=limits))
    async with LifespanManager(app):
        yield app.state.database


async def be_cut_off(database: Database) -> None:
    """Let the server end the connection in the middle of a statement."""
    own = select(func.pg_terminate_backend(func.pg_backend_pid()))
    async with database.sessions() as session:
        with pytest.raises(DatabaseUnavailableError):
            await session.execute(own)


async def find_none_free(database: Database) -> None:
    """Ask for a second connection of one."""
    async with database.sessions() as session:
        await session.execute(select(1))
        with pytest.raises(DatabaseUnavailableError):
            await database.ping()


async def test_outage_is_said_once_and_so_is_its_end(
    database: Database,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(3):
        await be_cut_off(database)
    assert (caplog.text.count(GONE), caplog.text.count(BACK)) == (1, 0)

    monkeypatch.setattr(availability, "QUIET", 0.0)
    for _ in range(3):
        await database.ping()
    assert (caplog.text.count(GONE), caplog.text.count(BACK)) == (1, 1)

    await be_cut_off(database)
    assert (caplog.text.count(GONE), caplog.text.count(BACK)) == (2, 1)


async def test_each_kind_of_failure_is_said(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        await find_none_free(database)
        await be_cut_off(database)

    assert caplog.text.count(GONE) == 2
    assert caplog.text.count("QueuePool limit") == 1


async def test_each_database_is_spoken_of_by_itself(
    caplog: pytest.LogCaptureFixture,
) -> None:
    url = make_url(f"postgresql+asyncpg://app@127.0.0.1:{free_port()}/postgres")

    for _ in range(2):
        app = create_app(Settings(database_url=url))
        async with LifespanManager(app):
            for _ in range(2):
                with pytest.raises(DatabaseUnavailableError):
                    await app.state.database.ping()

    assert caplog.text.count(GONE) == 2
