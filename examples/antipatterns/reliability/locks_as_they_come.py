# /// bad
# harm = "tests/antipatterns/reliability/test_locks_as_they_come.py::test_two_orders_lock_each_other_out"
# right = "examples/shop/app/items/service.py"
# ///
"""Stock that is taken in the order in which the customer wrote his list."""

from collections.abc import Mapping

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Stock(Base):
    """How many pieces of an article are left."""

    __tablename__ = "stock"

    article_id: Mapped[int] = mapped_column(primary_key=True)
    left: Mapped[int]


async def take(session: AsyncSession, quantities: Mapping[int, int]) -> None:
    """Take pieces of each article."""
    for article_id, pieces in quantities.items():
        await session.scalar(
            update(Stock)
            .where(Stock.article_id == article_id)
            .values(left=Stock.left - pieces)
            .returning(Stock.left)
        )
