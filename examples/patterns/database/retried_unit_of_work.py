"""A unit of work that is done again when it ran into another one."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import SystemRandom

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.core.errors import TransactionAbortedError

ATTEMPTS = 4
FIRST_PAUSE = 0.02
CHANCE = SystemRandom()


async def serializable[T](
    sessions: async_sessionmaker[AsyncSession],
    work: Callable[[AsyncSession], Awaitable[T]],
) -> T:
    """Do the work as if nobody else were there; it may run several times.

    Raises TransactionAbortedError when it was undone `ATTEMPTS` times. What the
    work does outside the database is not undone.
    """
    for attempt in range(1, ATTEMPTS):
        with suppress(TransactionAbortedError):
            return await once(sessions, work)
        # Two that wait equally long would meet again.
        await asyncio.sleep(FIRST_PAUSE * 2**attempt * CHANCE.random())
    return await once(sessions, work)


async def once[T](
    sessions: async_sessionmaker[AsyncSession],
    work: Callable[[AsyncSession], Awaitable[T]],
) -> T:
    """Do the work in one SERIALIZABLE transaction of its own."""
    async with sessions() as session, session.begin():
        await session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
        return await work(session)
