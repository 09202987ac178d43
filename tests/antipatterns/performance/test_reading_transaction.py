"""What PostgreSQL is told around one statement, and what it shows for it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import ConnectionPoolEntry

from antipatterns.performance import reading_transaction as wrong
from app.core import database as right
from app.core.database import Database

type Reading = Callable[[Database], AbstractAsyncContextManager[AsyncSession]]

SESSIONS = 10

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def said_to_the_server(read_session: Reading, database: Database) -> list[str]:
    """Read in some sessions; return what begins and ends them."""
    said: list[str] = []

    def listen(_: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        driver: Any = record.driver_connection
        driver.add_query_logger(lambda spoken: said.append(spoken.query))

    await database.engine.dispose()
    event.listen(database.engine.sync_engine, "connect", listen)
    async with read_session(database) as session:  # connects
        await session.execute(select(1))
    said.clear()
    for _ in range(SESSIONS):
        async with read_session(database) as session:
            await session.execute(select(1))
    return said


async def count_around_a_commit(read_session: Reading, database: Database) -> list[int]:
    """Count rows in one session, before and after somebody else has added one."""
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE cups AS SELECT 1 AS id"))
    async with read_session(database) as session:
        count = text("SELECT count(*) FROM cups")
        before = await session.scalar(count)
        async with database.engine.begin() as other:
            await other.execute(text("INSERT INTO cups VALUES (2)"))
        after = await session.scalar(count)
    return [before, after]


async def test_a_transaction_is_two_more_round_trips(
    database: Database, measured: Callable[[str], None]
) -> None:
    said = await said_to_the_server(wrong.read_session, database)

    assert said == ["BEGIN;", "COMMIT;"] * SESSIONS
    measured(
        f"{SESSIONS} sessions of one statement told PostgreSQL {len(said)} times to "
        "begin or to commit."
    )


async def test_who_only_reads_begins_nothing(database: Database) -> None:
    assert await said_to_the_server(right.read_session, database) == []


async def test_a_transaction_shows_the_newest_state_as_well(database: Database) -> None:
    assert await count_around_a_commit(wrong.read_session, database) == [1, 2]


async def test_without_one_the_newest_state_is_shown(database: Database) -> None:
    assert await count_around_a_commit(right.read_session, database) == [1, 2]
