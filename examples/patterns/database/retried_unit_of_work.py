"""A unit of work that is done again when it ran into another one."""

import asyncio
from collections.abc import Awaitable, Callable
from random import SystemRandom

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

SERIALIZATION_FAILURE = "40001"
DEADLOCK_DETECTED = "40P01"
AGAIN = {SERIALIZATION_FAILURE, DEADLOCK_DETECTED}
ATTEMPTS = 4
FIRST_PAUSE = 0.02
CHANCE = SystemRandom()


def may_try_again(error: DBAPIError) -> bool:
    """Tell whether PostgreSQL undid the work for the sake of another transaction."""
    return getattr(error.driver_exception, "sqlstate", None) in AGAIN


async def serializable[T](
    sessions: async_sessionmaker[AsyncSession],
    work: Callable[[AsyncSession], Awaitable[T]],
) -> T:
    """Do the work as if nobody else were there; it may run several times.

    Raises the last DBAPIError when it was undone `ATTEMPTS` times. What the work
    does outside the database is not undone.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            return await once(sessions, work)
        except DBAPIError as error:
            if not may_try_again(error):
                raise
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
