"""Which rows stay locked while a backfill waits for its last row."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

import pytest
from sqlalchemy import MetaData, func, select, text

from antipatterns.rollouts import backfill_in_one_update as wrong
from app.core.database import Database, DatabaseOptions, create_engine, unit_of_work
from app.core.errors import TransactionAbortedError
from patterns.rollouts import backfill as right
from patterns.rollouts import renamed_column, version_1, version_2
from tests.patterns.rollouts.customers import apply

type Backfill = Callable[[Database], Coroutine[None, None, None]]
type CreateTables = Callable[[MetaData], Awaitable[None]]

ROWS, WRITERS = 100, 5
STORE = text("INSERT INTO customers SELECT n, 'Ada' FROM generate_series(1, :rows) n")
LOCK_LAST = text("SELECT id FROM customers WHERE id = :rows FOR UPDATE")
RENAME = text("UPDATE customers SET name = 'Grace' WHERE id = :id")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def customers(database: Database, create_tables: CreateTables) -> Database:
    """Return a database with customers and an empty new column."""
    await create_tables(version_1.Base.metadata)
    async with unit_of_work(database) as session:
        await session.execute(STORE, {"rows": ROWS})
    await apply(database, renamed_column.expand)
    return database


async def wait_until_blocked(database: Database) -> None:
    async with asyncio.timeout(30):
        while True:
            async with database.sessions() as session:
                if await session.scalar(WAITING):
                    return


async def write(database: Database) -> int:
    """Change some of the first rows; return how many changes time out."""
    options = DatabaseOptions(lock_timeout=0.1)
    impatient = Database(create_engine(database.engine.url, options))
    failed = 0
    for number in range(1, 1 + WRITERS):
        try:
            async with unit_of_work(impatient) as session:
                await session.execute(RENAME, {"id": number})
        except TransactionAbortedError:
            failed += 1
    await impatient.engine.dispose()
    return failed


async def count_failed_writes(database: Database, backfill: Backfill) -> int:
    """Write while the backfill waits for a request that holds the last row."""
    async with asyncio.TaskGroup() as tasks, database.engine.begin() as request:
        await request.execute(LOCK_LAST, {"rows": ROWS})
        tasks.create_task(backfill(database))
        await wait_until_blocked(database)
        return await write(database)


async def count_filled(database: Database) -> int | None:
    filled = select(func.count(version_2.Customer.name))
    async with database.sessions() as session:
        return await session.scalar(filled)


async def test_writers_wait_for_the_whole_backfill(
    customers: Database, measured: Callable[[str], None]
) -> None:
    failed = await count_failed_writes(customers, wrong.backfill)

    assert failed == WRITERS
    measured(
        f"The backfill waited for the last of {ROWS} rows. Until then, {failed} of "
        f"{WRITERS} writes to the first rows ended with a lock timeout."
    )


async def test_writers_pass_between_batches(customers: Database) -> None:
    async def backfill(database: Database) -> None:
        await right.backfill(database, size=10)

    failed = await count_failed_writes(customers, backfill)

    assert (failed, await count_filled(customers)) == (0, ROWS)


async def test_interrupted_backfill_keeps_its_batches(customers: Database) -> None:
    options = DatabaseOptions(lock_timeout=0.1)
    impatient = Database(create_engine(customers.engine.url, options))

    async with customers.engine.begin() as request:
        await request.execute(LOCK_LAST, {"rows": ROWS})
        with pytest.raises(TransactionAbortedError):
            await right.backfill(impatient, size=10)
    await impatient.engine.dispose()
    kept = await count_filled(customers)
    await right.backfill(customers)

    assert (kept, await count_filled(customers)) == (ROWS - 10, ROWS)
