"""Connections that ten peaks of six concurrent requests open."""

import asyncio
from collections.abc import Callable

from sqlalchemy import URL, event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from antipatterns.performance import pool_with_overflow as wrong
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
