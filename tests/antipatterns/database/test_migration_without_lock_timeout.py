"""A migration that waits for a table blocks all later queries on it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from anyio import to_thread
from schema import ADDED_COLUMN, migrate, with_one_more
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from antipatterns.database import migration_without_lock_timeout as wrong
from app.config import Settings
from app.core.database import Database, read_session
from app.core.errors import TransactionAbortedError

READERS = 5
LONGER = 3.0  # seconds, more than the `lock_timeout` of the app's migrations
READ = text("SELECT * FROM parcels")
USERS = text("SELECT * FROM users")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def create_parcels(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE parcels (id int)"))


async def read(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(READ)


async def change(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(wrong.upgrade)


async def count_waiting(database: Database, expected: int) -> int:
    """Count waiting backends, when they are as many as expected or after a while."""
    waiting = 0
    for _ in range(1000):  # each in a transaction, which keeps its statistics
        async with read_session(database) as session:
            waiting = await session.scalar(WAITING) or 0
        if waiting == expected:
            break
    return waiting


async def test_readers_queue_behind_a_waiting_migration(
    database: Database, measured: Callable[[str], None]
) -> None:
    await create_parcels(database)
    patient = create_async_engine(database.engine.url, pool_size=2 + READERS)

    async with asyncio.TaskGroup() as tasks, patient.connect() as slow:
        await slow.execute(READ)
        tasks.create_task(change(patient))
        assert await count_waiting(database, 1) == 1
        for _ in range(READERS):
            tasks.create_task(read(patient))
        assert await count_waiting(database, 1 + READERS) == 1 + READERS
        await asyncio.sleep(LONGER)
        waiting = await count_waiting(database, 1 + READERS)
    await patient.dispose()

    assert waiting == 1 + READERS
    behind = waiting - 1
    measured(
        f"One open transaction had read the table. After {LONGER:.0f} seconds the "
        f"migration still waited for it, and {behind} readers behind the migration."
    )


async def test_lock_timeout_lets_readers_pass(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(database_url=database.engine.url)
    await to_thread.run_sync(migrate, settings)
    config = with_one_more(settings, tmp_path, ADDED_COLUMN)

    async with database.engine.connect() as slow:
        await slow.execute(USERS)
        with pytest.raises(TransactionAbortedError):
            await to_thread.run_sync(command.upgrade, config, "head")
        async with read_session(database) as session:
            assert (await session.execute(USERS)).all() == []
