"""Connections that ten peaks of six concurrent requests open."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import URL, event, func, select, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine

from antipatterns.performance import pool_with_overflow as wrong
from app.core.database import Database
from patterns.performance import pool_without_overflow as right

AT_ONCE = 6
PEAKS = 10


async def count_opened(engine: AsyncEngine) -> int:
    """Run peak after peak; return the number of opened connections."""
    opened: list[object] = []
    event.listen(engine.sync_engine, "connect", lambda *made: opened.append(made))
    meeting = asyncio.Barrier(AT_ONCE)

    async def use_connection() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
            await meeting.wait()

    for _ in range(PEAKS):
        await asyncio.gather(*(use_connection() for _ in range(AT_ONCE)))
    await engine.dispose()
    return len(opened)


async def test_overflow_connections_are_opened_again(
    database_url: URL, measured: Callable[[str], None]
) -> None:
    opened = await count_opened(wrong.create_engine(database_url))

    assert opened == 2 + 4 * PEAKS
    measured(f"{PEAKS} peaks of {AT_ONCE} requests opened {opened} connections.")


async def test_pool_without_overflow_opens_each_connection_once(
    database_url: URL,
) -> None:
    assert await count_opened(right.create_engine(database_url)) == AT_ONCE


async def test_request_without_a_free_connection_fails_after_the_timeout(
    database_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(right, "POOL_TIMEOUT", 0.05)
    engine = right.create_engine(database_url)

    async with AsyncExitStack() as held, asyncio.timeout(5):
        for _ in range(AT_ONCE):
            await held.enter_async_context(engine.connect())
        with pytest.raises(PoolTimeoutError):
            await engine.connect()
    await engine.dispose()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_closed_connection_is_replaced(database: Database) -> None:
    engine = right.create_engine(database.engine.url)
    async with engine.connect() as connection:
        number = await connection.scalar(select(func.pg_backend_pid()))
    async with database.engine.connect() as other:
        milliseconds = 5000  # it waits for the end of the process
        await other.execute(select(func.pg_terminate_backend(number, milliseconds)))

    async with engine.connect() as connection:
        assert await connection.scalar(select(1)) == 1
    await engine.dispose()
