"""Whether a job runs again, when each transaction gets another connection."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.scaling import session_lock as wrong
from app.core.database import Database, DatabaseOptions, create_engine
from patterns.scaling import exclusive_run as right

type Job = Callable[[AsyncSession], Awaitable[None]]
type Run = Callable[[Database, Job], Awaitable[None]]

CONNECTIONS, RUNS = 3, 2

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def pooled(database: Database) -> AsyncGenerator[Database]:
    """Yield a database that hands out its connections in turn, as a pooler may."""
    options = DatabaseOptions(pool_size=CONNECTIONS)
    engine = create_engine(database.engine.url, options)
    opened = [await engine.connect() for _ in range(CONNECTIONS)]
    for connection in opened:
        await connection.close()
    yield Database(engine)
    await engine.dispose()


async def count_runs(database: Database, run: Run) -> int:
    """Run the job several times, one after the other; count the runs."""
    count = 0

    async def job(_: AsyncSession) -> None:
        nonlocal count
        count += 1

    for _ in range(RUNS):
        await run(database, job)
    return count


async def is_free(database: Database) -> bool:
    """Return whether a connection outside the pool gets the lock."""
    async with database.engine.begin() as connection:
        lock = select(func.pg_try_advisory_xact_lock(right.REPORT))
        return bool(await connection.scalar(lock))


async def test_lock_outlives_the_job(
    database: Database, pooled: Database, measured: Callable[[str], None]
) -> None:
    ran = await count_runs(pooled, wrong.run_exclusively)

    assert (ran, await is_free(database)) == (1, False)
    measured(
        f"The job was started {RUNS} times in a row and ran {ran} time: "
        "its lock was still held after its end."
    )


async def test_lock_ends_with_the_transaction(
    database: Database, pooled: Database
) -> None:
    ran = await count_runs(pooled, right.run_exclusively)

    assert (ran, await is_free(database)) == (RUNS, True)


async def test_second_run_is_left_out_while_the_first_one_works(
    pooled: Database,
) -> None:
    inner = []

    async def job(_: AsyncSession) -> None:
        inner.append(await count_runs(pooled, right.run_exclusively))

    await right.run_exclusively(pooled, job)

    assert inner == [0]
