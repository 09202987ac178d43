# /// bad
# ast-grep = ["REL-003"]
# harm = "tests/antipatterns/reliability/test_unordered_locks.py::test_two_orders_deadlock"
# right = "examples/shop/app/items/service.py"
# ///
"""Stock rows that are locked in the order of the request."""

from collections.abc import Mapping

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Stock(Base):
    """The number of pieces of an article."""

    __tablename__ = "stock"

    article_id: Mapped[int] = mapped_column(primary_key=True)
    left: Mapped[int]


async def take(session: AsyncSession, quantities: Mapping[int, int]) -> None:
    """Take pieces of each article in the order that the client sent."""
    for article_id, pieces in quantities.items():
        await session.scalar(
            update(Stock)
            .where(Stock.article_id == article_id)
            .values(left=Stock.left - pieces)
            .returning(Stock.left)
        )
