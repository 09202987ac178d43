"""What the driver says to PostgreSQL before a session's one statement."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import URL, event, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from antipatterns.database import pinged_checkout as wrong
from app.config import Settings
from app.core import database as right

SESSIONS = 10
TRANSACTION = ["BEGIN;", "ROLLBACK;"]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def said_to_the_server(engine: AsyncEngine) -> list[str]:
    """Use the pool's connection in some sessions; return what begins and ends them."""
    said: list[str] = []

    def listen(_: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        driver: Any = record.driver_connection
        driver.add_query_logger(lambda spoken: said.append(spoken.query))

    event.listen(engine.sync_engine, "connect", listen)
    sessions = async_sessionmaker(engine)
    async with sessions() as session:  # connects
        await session.execute(select(1))
    said.clear()
    for _ in range(SESSIONS):
        async with sessions() as session:
            await session.execute(select(1))
    await engine.dispose()
    return said


async def test_each_checkout_asks_three_times(
    database_url: URL, measured: Callable[[str], None]
) -> None:
    said = await said_to_the_server(wrong.create_engine(database_url))

    assert said == ["BEGIN;", ";", "ROLLBACK;", *TRANSACTION] * SESSIONS
    extra = (len(said) - len(TRANSACTION) * SESSIONS) // SESSIONS
    measured(
        f"Before each of {SESSIONS} sessions of one statement, {extra} more round "
        "trips asked whether the connection lives."
    )


async def test_a_connection_that_lives_is_asked_nothing(database_url: URL) -> None:
    engine = right.create_engine(Settings(database_url=database_url))

    assert await said_to_the_server(engine) == TRANSACTION * SESSIONS
