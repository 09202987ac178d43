"""A daily job that runs once, however many workers start it."""

from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy.dialects.postgresql import insert  # SQLite has the same clause
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.database import Database, unit_of_work


class Base(DeclarativeBase):
    """The tables of this example."""


class ScheduledRun(Base):
    """A job that was done on a day; the key admits one row."""

    __tablename__ = "scheduled_runs"

    job: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


async def run_daily(
    database: Database,
    job: str,
    day: date,
    work: Callable[[AsyncSession], Awaitable[None]],
) -> bool:
    """Do the work of the day; return False if a worker has done it.

    The row and the work are one transaction: a failed run leaves no row, and the next
    worker does the work.
    """
    claim = insert(ScheduledRun).values(job=job, day=day).on_conflict_do_nothing()
    async with unit_of_work(database) as session:
        claimed = await session.scalar(claim.returning(ScheduledRun.job))
        if claimed is None:
            return False
        await work(session)
        return True
