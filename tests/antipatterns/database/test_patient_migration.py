"""Who waits for whom while a migration wants a table that somebody reads."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from anyio import to_thread
from schema import WIDER, migrate, with_one_more
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from antipatterns.database import patient_migration as wrong
from app.config import Settings
from app.core.database import Database, read_session

READERS = 5
LONGER = 3.0  # seconds: by then the shop's migrations have given up
READ = text("SELECT * FROM parcels")
USERS = text("SELECT * FROM users")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def create_parcels(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE parcels (id int)"))


async def read(database: Database) -> None:
    async with database.engine.connect() as connection:
        await connection.execute(READ)


async def change(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(wrong.upgrade)


async def count_waiting(database: Database, expected: int) -> int:
    """Count those who wait for a lock, when they are as many or a while is over."""
    waiting = 0
    async with read_session(database) as session:
        for _ in range(5000):
            waiting = await session.scalar(WAITING) or 0
            if waiting == expected:
                break
    return waiting


async def test_everybody_waits_behind_a_migration_that_waits(
    database: Database, measured: Callable[[str], None]
) -> None:
    await create_parcels(database)

    async with asyncio.TaskGroup() as tasks, database.engine.connect() as slow:
        await slow.execute(READ)
        tasks.create_task(change(database))
        assert await count_waiting(database, 1) == 1
        for _ in range(READERS):
            tasks.create_task(read(database))
        assert await count_waiting(database, 1 + READERS) == 1 + READERS
        await asyncio.sleep(LONGER)
        waiting = await count_waiting(database, 1 + READERS)

    assert waiting == 1 + READERS
    measured(
        f"One open transaction had read the table. The migration waited for it, and "
        f"{READERS} others, who only wanted to read, waited for the migration: still "
        f"after {LONGER:.0f} seconds."
    )


async def test_the_shops_migrations_give_up_and_let_the_others_pass(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(database_url=database.engine.url)
    await to_thread.run_sync(migrate, settings)
    config = with_one_more(settings, tmp_path, WIDER)

    async with database.engine.connect() as slow:
        await slow.execute(USERS)
        with pytest.raises(DBAPIError, match="lock timeout"):
            await to_thread.run_sync(command.upgrade, config, "head")
        async with read_session(database) as session:
            assert (await session.execute(USERS)).all() == []
