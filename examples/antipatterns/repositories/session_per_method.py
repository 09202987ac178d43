# /// bad
# ast-grep = ["REPO-002"]
# harm = "tests/antipatterns/repositories/test_session_per_method.py::test_failed_order_keeps_the_reduced_stock"
# right = "examples/patterns/repositories/shared_session.py"
# ///
"""Repositories that open a session for each call."""

from sqlalchemy import CheckConstraint, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Stock(Base):
    """How many pieces of an article are left."""

    __tablename__ = "stock"

    article: Mapped[str] = mapped_column(primary_key=True)
    left: Mapped[int]


class Order(Base):
    """An order of at most ten pieces."""

    __tablename__ = "orders"
    __table_args__ = (CheckConstraint("pieces <= 10", "at_most_ten"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pieces: Mapped[int]


class StockRepository:
    """Changes the stock."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    async def reduce(self, article: str, pieces: int) -> None:
        """Subtract from the stock."""
        async with self.sessions.begin() as session:
            await session.execute(
                update(Stock)
                .where(Stock.article == article)
                .values(left=Stock.left - pieces)
            )


class OrderRepository:
    """Stores orders."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    async def add(self, pieces: int) -> None:
        """Insert an order."""
        async with self.sessions.begin() as session:
            session.add(Order(pieces=pieces))
