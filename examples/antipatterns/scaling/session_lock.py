# /// bad
# harm = "tests/antipatterns/scaling/test_session_lock.py::test_lock_outlives_the_job"
# right = "examples/patterns/scaling/exclusive_run.py"
# ///
"""A job under an advisory lock of the database session."""

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
        if not await session.scalar(select(func.pg_try_advisory_lock(REPORT))):
            return
        await job(session)
    async with unit_of_work(database) as session:
        await session.execute(select(func.pg_advisory_unlock(REPORT)))
