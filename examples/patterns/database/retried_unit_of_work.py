"""A unit of work that is retried after a serialization failure."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import SystemRandom

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.core.errors import TransactionAbortedError

ATTEMPTS = 4
FIRST_PAUSE = 0.02  # seconds
RANDOM = SystemRandom()


async def serializable[T](
    database: Database, work: Callable[[AsyncSession], Awaitable[T]]
) -> T:
    """Run the work in a SERIALIZABLE transaction, up to `ATTEMPTS` times.

    TransactionAbortedError after the last attempt. Only the database is rolled back,
    so the work must have no other side effect.
    """
    for number in range(1, ATTEMPTS):
        with suppress(TransactionAbortedError):
            return await attempt(database, work)
        # Jitter: two transactions that wait equally long would collide again.
        await asyncio.sleep(FIRST_PAUSE * 2**number * RANDOM.random())
    return await attempt(database, work)


async def attempt[T](
    database: Database, work: Callable[[AsyncSession], Awaitable[T]]
) -> T:
    """Run the work in one SERIALIZABLE transaction."""
    async with unit_of_work(database) as session:
        await session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
        return await work(session)
