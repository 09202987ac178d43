# /// bad
# harm = "tests/antipatterns/scaling/test_deleted_month.py::test_deleted_rows_keep_their_space"
# right = "examples/patterns/scaling/monthly_events.py"
# ///
"""Old rows of a large table are deleted."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

DELETE = text("DELETE FROM events WHERE date_trunc('month', created_on) = :first")


async def remove_month(session: AsyncSession, first: date) -> None:
    """Delete the rows of a month."""
    await session.execute(DELETE, {"first": first})
