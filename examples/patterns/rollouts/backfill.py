"""A backfill that locks a few rows at a time."""

from sqlalchemy import text

from app.core.database import Database, unit_of_work

BATCH = 1000  # rows
COPY = text("""
WITH batch AS (
    SELECT id FROM customers WHERE id > :last ORDER BY id LIMIT :size
), changed AS (
    UPDATE customers SET full_name = name
    FROM batch WHERE customers.id = batch.id AND full_name IS NULL
)
SELECT max(id) FROM batch
""")


async def backfill(database: Database, size: int = BATCH) -> None:
    """Fill the new column of every row; after an interruption, run it again."""
    last: int | None = 0
    while last is not None:
        async with unit_of_work(database) as session:
            last = await session.scalar(COPY, {"last": last, "size": size})
