"""Who may work while the lock is held."""

import asyncio

import pytest
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from app.core.database import Database, DatabaseOptions, create_engine
from patterns.database.migration_lock import migration_lock

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def work(database: Database, name: str, diary: list[str]) -> None:
    async with migration_lock(database.engine) as connection:
        diary.append(f"{name} begins")
        await connection.execute(text("SELECT pg_sleep(0.05)"))
        diary.append(f"{name} ends")


async def test_second_migration_waits_for_the_first(database: Database) -> None:
    diary: list[str] = []

    await asyncio.gather(work(database, "a", diary), work(database, "b", diary))

    first, second = diary[0][0], diary[2][0]
    assert {first, second} == {"a", "b"}
    assert diary == [
        f"{name} {what}" for name in (first, second) for what in ("begins", "ends")
    ]


async def test_failed_migration_releases_the_lock(database: Database) -> None:
    async def fail() -> None:
        async with migration_lock(database.engine) as connection:
            await connection.execute(text("SELECT 1 / 0"))

    with pytest.raises(Exception, match="division by zero"):
        await fail()
    diary: list[str] = []
    async with asyncio.timeout(5):
        await work(database, "a", diary)

    assert diary == ["a begins", "a ends"]


async def test_waiting_replica_outlasts_the_timeouts_of_its_engine(
    database: Database,
) -> None:
    options = DatabaseOptions(lock_timeout=0.1, statement_timeout=0.1)
    impatient = create_engine(database.engine.url, options)
    held = asyncio.Event()

    async def hold() -> None:
        async with migration_lock(database.engine):
            held.set()
            await asyncio.sleep(0.5)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hold())
        await held.wait()
        async with migration_lock(impatient) as connection:
            timeout = await connection.scalar(text("SHOW lock_timeout"))
    await impatient.dispose()

    assert timeout == "2s"


async def test_autocommit_block_is_refused_in_the_transaction_of_the_lock(
    database: Database,
) -> None:
    def migrate(connection: Connection) -> None:
        context = MigrationContext.configure(connection)
        with context.begin_transaction(), context.autocommit_block():
            pass

    async with migration_lock(database.engine) as connection:
        with pytest.raises(AssertionError):
            await connection.run_sync(migrate)
