"""Work that one process does while the others wait: a migration, a seed."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

MIGRATION_LOCK = 0x5348_4F50  # any number, the same in every process


@asynccontextmanager
async def one_at_a_time(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    """Yield a connection in a transaction that holds PostgreSQL's advisory lock.

    The lock ends with the transaction, also where the process is killed.
    """
    async with engine.begin() as connection:
        await connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        yield connection
