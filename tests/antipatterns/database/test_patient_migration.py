"""Who waits for whom while a migration wants a table that somebody reads."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from antipatterns.database import patient_migration as wrong
from app.core.database import Database, reading

READERS = 5
READ = text("SELECT * FROM parcels")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def create_parcels(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE parcels (id int)"))


async def read(database: Database) -> None:
    async with database.engine.connect() as connection:
        await connection.execute(READ)


async def change(database: Database, lock_timeout: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(f"SET lock_timeout = '{lock_timeout}'"))
        await connection.run_sync(wrong.upgrade)


async def until_waiting(database: Database, count: int) -> None:
    async with asyncio.timeout(8), reading(database) as session:
        waiting = None
        while waiting != count:
            waiting = await session.scalar(WAITING)


async def test_everybody_waits_behind_a_migration_that_waits(
    database: Database, measured: Callable[[str], None]
) -> None:
    await create_parcels(database)

    async with asyncio.TaskGroup() as tasks, database.engine.connect() as slow:
        await slow.execute(READ)
        tasks.create_task(change(database, lock_timeout="0"))
        await until_waiting(database, 1)
        for _ in range(READERS):
            tasks.create_task(read(database))
        await until_waiting(database, 1 + READERS)

    measured(
        f"One open transaction had read the table. The migration waited for it, and "
        f"{READERS} others, who only wanted to read, waited for the migration."
    )


async def test_who_gives_up_lets_the_others_pass(database: Database) -> None:
    await create_parcels(database)

    async with database.engine.connect() as slow:
        await slow.execute(READ)
        with pytest.raises(DBAPIError, match="lock timeout"):
            await change(database, lock_timeout="50ms")
        async with asyncio.timeout(20):
            await read(database)
