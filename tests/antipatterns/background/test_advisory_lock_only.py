"""Two workers, one of which starts the job a moment after the other has ended it."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.background import advisory_lock_only as wrong
from app.core.database import Database
from patterns.background import scheduled_run as right

TODAY = date(2026, 11, 27)


class Report:
    """Counts how often it is sent."""

    def __init__(self) -> None:
        self.sent = 0

    async def send(self, _: AsyncSession) -> None:
        """Count one."""
        self.sent += 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_late_worker_sends_the_report_again(
    database: Database, measured: Callable[[str], None]
) -> None:
    report = Report()

    for _ in range(2):
        await wrong.run_daily(database, report.send)

    assert report.sent == 2
    measured(f"The second worker was a moment late: {report.sent} reports were sent.")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_lock_keeps_two_runs_from_overlapping(database: Database) -> None:
    report = Report()

    async def start_second_worker(_: AsyncSession) -> None:
        await wrong.run_daily(database, report.send)

    await wrong.run_daily(database, start_second_worker)

    assert report.sent == 0


async def test_late_worker_sends_no_second_report(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    report = Report()

    for _ in range(2):
        await right.run_daily(database, "report", TODAY, report.send)

    assert report.sent == 1


async def test_failed_run_is_repeated_by_the_next_worker(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    report = Report()

    async def fail(_: AsyncSession) -> None:
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        await right.run_daily(database, "report", TODAY, fail)
    assert await right.run_daily(database, "report", TODAY, report.send)

    assert report.sent == 1
