"""How many connections it takes to use six at once, ten times."""

import asyncio
from collections.abc import Callable

from sqlalchemy import URL, event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from antipatterns.performance import overflowing_pool as wrong
from patterns.performance import kept_pool as right

AT_ONCE = 6
PEAKS = 10


async def count_opened(engine: AsyncEngine) -> int:
    """Let some ask at once, again and again; count the connections that were made."""
    opened: list[object] = []
    event.listen(engine.sync_engine, "connect", lambda *made: opened.append(made))
    meeting = asyncio.Barrier(AT_ONCE)

    async def ask() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
            await meeting.wait()

    for _ in range(PEAKS):
        await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    await engine.dispose()
    return len(opened)


async def test_overflow_is_closed_and_opened_again(
    database_url: URL, measured: Callable[[str], None]
) -> None:
    opened = await count_opened(wrong.create_engine(database_url))

    assert opened == 2 + 4 * PEAKS
    measured(f"{PEAKS} peaks of {AT_ONCE} at once opened {opened} connections.")


async def test_what_is_kept_is_opened_once(database_url: URL) -> None:
    assert await count_opened(right.create_engine(database_url)) == AT_ONCE
