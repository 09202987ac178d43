"""Repositories that work in the session of one unit of work."""

from sqlalchemy import CheckConstraint, update
from sqlalchemy.ext.asyncio import AsyncSession
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

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def reduce(self, article: str, pieces: int) -> None:
        """Subtract from the stock."""
        await self.session.execute(
            update(Stock)
            .where(Stock.article == article)
            .values(left=Stock.left - pieces)
        )


class OrderRepository:
    """Stores orders."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, pieces: int) -> None:
        """Insert an order."""
        self.session.add(Order(pieces=pieces))
        await self.session.flush()
