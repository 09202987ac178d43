"""How much space the rows of an old month leave free."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.scaling import deleted_month as wrong
from app.core.database import Database, unit_of_work
from patterns.scaling import monthly_events as right

type Remove = Callable[[AsyncSession, date], Awaitable[None]]

OCTOBER, DECEMBER = date(2026, 10, 1), date(2026, 12, 1)
ROWS = 5000
FILL = text(
    "INSERT INTO events (created_on, body) SELECT day, repeat('x', 100) "
    "FROM generate_series(1, :rows), unnest(ARRAY[:old, :new]::date[]) AS day"
)
SIZE = text(
    "SELECT sum(pg_table_size(oid)) FROM pg_class "
    "WHERE relname LIKE 'events%' AND relkind = 'r'"
)
MONTHS = text("SELECT DISTINCT created_on FROM events")
ONE_TABLE = "CREATE TABLE events (created_on date NOT NULL, body text NOT NULL)"

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def fill(database: Database, create: str, *months: date) -> None:
    """Create the table with rows of two months."""
    async with unit_of_work(database) as session:
        await session.execute(text(create))
        for month in months:
            await right.add_month(session, month)
        await session.execute(FILL, {"rows": ROWS, "old": OCTOBER, "new": DECEMBER})


async def freed_by(database: Database, remove: Remove) -> float:
    """Remove the older month; return the freed share of the table's size."""
    async with unit_of_work(database) as session:
        before = (await session.scalars(SIZE)).one()
        await remove(session, OCTOBER)
    async with unit_of_work(database) as session:
        after = (await session.scalars(SIZE)).one()
        months = (await session.scalars(MONTHS)).all()
    assert months == [DECEMBER]
    return float(1 - after / before)


async def test_deleted_rows_keep_their_space(
    database: Database, measured: Callable[[str], None]
) -> None:
    await fill(database, ONE_TABLE)

    freed = await freed_by(database, wrong.remove_month)

    assert freed == 0
    measured(
        f"After half of {2 * ROWS} rows were deleted, {freed:.0%} of the table's size "
        "was free for the file system."
    )


async def test_dropped_partition_returns_its_space(database: Database) -> None:
    await fill(database, right.CREATE, OCTOBER, DECEMBER)

    assert await freed_by(database, right.remove_month) == 0.5


async def test_row_without_partition_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError, match="no partition of relation"):
        await fill(database, right.CREATE, OCTOBER)
