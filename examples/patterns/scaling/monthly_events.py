"""A table with one partition per month."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

CREATE = """
CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    created_on date NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (id, created_on)
) PARTITION BY RANGE (created_on)
"""


async def add_month(session: AsyncSession, first: date) -> None:
    """Create the partition of a month; a row without a partition is refused."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    await session.execute(
        text(
            f"CREATE TABLE events_{first:%Y_%m} PARTITION OF events "
            f"FOR VALUES FROM ('{first}') TO ('{following}')"
        )
    )


async def remove_month(session: AsyncSession, first: date) -> None:
    """Drop the rows of a month with their files."""
    await session.execute(text(f"DROP TABLE events_{first:%Y_%m}"))
