# /// bad
# harm = "tests/antipatterns/rollouts/test_backfill_in_one_update.py::test_writers_wait_for_the_whole_backfill"
# right = "examples/patterns/rollouts/backfill.py"
# ///
"""A backfill in one transaction."""

from sqlalchemy import text

from app.core.database import Database, unit_of_work


async def backfill(database: Database) -> None:
    """Fill the new column of every row."""
    async with unit_of_work(database) as session:
        await session.execute(text("UPDATE customers SET full_name = name"))
