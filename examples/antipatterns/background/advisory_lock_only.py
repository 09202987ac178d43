# /// bad
# harm = "tests/antipatterns/background/test_advisory_lock_only.py::test_late_worker_sends_the_report_again"
# right = "examples/patterns/background/scheduled_run.py"
# ///
"""A daily job under a lock that only keeps two runs from overlapping."""

from collections.abc import Awaitable, Callable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work

DAILY_REPORT = 17  # the number of the lock


async def run_daily(
    database: Database, work: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    """Do the work, unless another worker is doing it."""
    lock = select(func.pg_try_advisory_xact_lock(DAILY_REPORT))
    async with unit_of_work(database) as session:
        if await session.scalar(lock):
            await work(session)
