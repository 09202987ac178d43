"""An advisory lock that serializes migrations across processes."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

MIGRATION_LOCK = 0x5348_4F50  # any number, the same in every process


@asynccontextmanager
async def migration_lock(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    """Yield a connection in a transaction that holds PostgreSQL's advisory lock.

    The lock is released with the transaction, even if the process is killed.
    """
    async with engine.begin() as connection:
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        await connection.execute(text("SET LOCAL lock_timeout = 0"))
        await connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        await connection.execute(text("SET LOCAL lock_timeout = '2s'"))  # of the tables
        yield connection
