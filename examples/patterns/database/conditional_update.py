"""A stock that one conditional `UPDATE` checks and changes."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Stock(Base):
    """How many pieces of an article are left."""

    __tablename__ = "stock"

    article: Mapped[str] = mapped_column(primary_key=True)
    left: Mapped[int]


class SoldOutError(Exception):
    """There are fewer pieces than requested."""


async def take(session: AsyncSession, article: str, pieces: int) -> None:
    """Take pieces from the stock; raises SoldOutError if too few are left."""
    statement = (
        update(Stock)
        .where(Stock.article == article, Stock.left >= pieces)
        .values(left=Stock.left - pieces)
        .returning(Stock.left)
    )
    if await session.scalar(statement) is None:
        raise SoldOutError
