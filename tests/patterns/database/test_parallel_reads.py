"""What concurrent reads gain and cost, where each query takes 100 ms."""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import ProgrammingError

from app.core.database import Database
from patterns.database.parallel_reads import Message, Order, count, read_dashboard

SECONDS = 0.1
SLOW = "CREATE VIEW {table} AS SELECT 1 AS id FROM (SELECT pg_sleep({seconds})) AS nap"
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def slow_database(database: Database) -> Database:
    """Return a database where a query on either table takes as long."""
    async with database.engine.begin() as connection:
        for table in (Order.__tablename__, Message.__tablename__):
            statement = SLOW.format(table=table, seconds=SECONDS)
            await connection.execute(text(statement))
    async with database.sessions() as first, database.sessions() as second:
        await first.connection()  # the pool opens both before the clock starts
        await second.connection()
    return database


async def read_in_turn(database: Database) -> tuple[int | None, int | None]:
    """Await the same queries one after the other."""
    return await count(database.sessions, Order), await count(
        database.sessions, Message
    )


async def measure(
    database: Database, read: Callable[[], Awaitable[object]]
) -> tuple[float, int]:
    """Return how long the reads take, and how many connections they hold at once."""
    held = most = 0

    def take(*_: object) -> None:
        nonlocal held, most
        held += 1
        most = max(most, held)

    def count_checkin(*_: object) -> None:
        nonlocal held
        held -= 1

    event.listen(database.engine.sync_engine, "checkout", take)
    event.listen(database.engine.sync_engine, "checkin", count_checkin)
    begin = perf_counter()
    assert await read() == (1, 1)
    seconds = perf_counter() - begin
    event.remove(database.engine.sync_engine, "checkout", take)
    event.remove(database.engine.sync_engine, "checkin", count_checkin)
    return seconds, most


async def test_concurrent_reads_trade_connections_for_time(
    slow_database: Database, record_property: Callable[[str, object], None]
) -> None:
    in_turn = await measure(slow_database, lambda: read_in_turn(slow_database))
    at_once = await measure(
        slow_database, lambda: read_dashboard(slow_database.sessions)
    )

    assert at_once[0] < 0.75 * in_turn[0]
    assert (in_turn[1], at_once[1]) == (1, 2)
    record_property(
        "shown:cost",
        f"one after the other: {in_turn[0] * 1000:.0f} ms, {in_turn[1]} connection\n"
        f"concurrently: {at_once[0] * 1000:.0f} ms, {at_once[1]} connections",
    )


async def test_failed_query_cancels_the_other(database: Database) -> None:
    async with database.engine.begin() as connection:
        statement = SLOW.format(table=Message.__tablename__, seconds=60)
        await connection.execute(text(statement))  # and there is no table of orders

    async with asyncio.timeout(10):
        with pytest.raises(ExceptionGroup) as failure:
            await read_dashboard(database.sessions)

    assert [type(error) for error in failure.value.exceptions] == [ProgrammingError]
