# /// bad
# ast-grep = ["DB-005"]
# harm = "tests/antipatterns/database/test_lost_update.py::test_last_piece_is_sold_twice"
# right = "examples/patterns/database/conditional_update.py"
# ///
"""A stock that is read, changed in Python and written back."""

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
    stock = await session.get_one(Stock, article)
    if stock.left < pieces:
        raise SoldOutError
    stock.left -= pieces
    await session.flush()
