"""A job under an advisory lock that ends with its transaction."""

from collections.abc import Awaitable, Callable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work

REPORT = 1  # the key of the lock


async def run_exclusively(
    database: Database, job: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    """Run the job, unless another process runs it."""
    async with unit_of_work(database) as session:
        if await session.scalar(select(func.pg_try_advisory_xact_lock(REPORT))):
            await job(session)
