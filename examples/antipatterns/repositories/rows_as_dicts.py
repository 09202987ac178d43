# /// bad
# harm = "tests/antipatterns/repositories/test_rows_as_dicts.py::test_mistyped_key_fails_at_run_time"
# right = "examples/patterns/repositories/typed_rows.py"
# ///
"""A report whose rows are dictionaries."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """An order from one country."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str]


async def count_by_country(session: AsyncSession) -> list[dict[str, Any]]:
    """Return the number of orders from each country."""
    query = select(Order.country, func.count()).group_by(Order.country)
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def describe(session: AsyncSession) -> list[str]:
    """Return a line for each country."""
    rows = await count_by_country(session)
    return [f"{row['country']}: {row['orders']}" for row in rows]
