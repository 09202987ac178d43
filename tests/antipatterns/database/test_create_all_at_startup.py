"""Two workers that start at the same moment over one empty database."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from schema import migrate
from sqlalchemy import URL, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from antipatterns.database import create_all_at_startup as wrong
from app.config import Settings
from app.core.database import Database
from app.users.models import User
from patterns.database.migration_lock import migration_lock

WORKERS = 2


@pytest.fixture
def both_check_before_create() -> Iterator[None]:
    """Hold each worker after its check that the table is missing."""
    barrier = threading.Barrier(WORKERS, timeout=10)

    def wait(*_: object, **__: object) -> None:
        barrier.wait()

    event.listen(wrong.Base.metadata, "before_create", wait)
    yield
    event.remove(wrong.Base.metadata, "before_create", wait)


async def outcomes(
    start: Callable[[], Coroutine[Any, Any, None]],
) -> list[BaseException | None]:
    """Start each worker in a thread and a loop of its own."""
    workers = (asyncio.to_thread(asyncio.run, start()) for _ in range(WORKERS))
    return await asyncio.gather(*workers, return_exceptions=True)


@pytest.mark.usefixtures("both_check_before_create")
async def test_second_worker_fails_to_start(
    database: Database, measured: Callable[[str], None]
) -> None:
    app = FastAPI()
    app.state.database_url = database.engine.url

    async def start() -> None:
        async with wrong.lifespan(app):
            pass

    ends = await outcomes(start)

    failures = [end for end in ends if isinstance(end, DBAPIError)]
    assert ends.count(None) == 1
    assert len(failures) == 1
    measured(f"{len(failures)} of {WORKERS} workers failed to start.")


async def test_migration_of_existing_tables_fails(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(User.metadata.create_all)

    settings = Settings(database_url=database.engine.url)
    with pytest.raises(DBAPIError, match="already exists"):
        await asyncio.to_thread(migrate, settings)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_advisory_lock_lets_both_workers_start(database_url: URL) -> None:
    async def start() -> None:
        engine = create_async_engine(database_url)
        async with migration_lock(engine) as connection:
            await connection.run_sync(wrong.Base.metadata.create_all)
        await engine.dispose()

    assert await outcomes(start) == [None, None]
