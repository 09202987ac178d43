"""A change of price with an audit record in the same transaction."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Price(Base):
    """The price of an item."""

    __tablename__ = "prices"

    item_id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int]


class PriceChange(Base):
    """Who set which price; rows are only added."""

    __tablename__ = "price_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int]
    cents: Mapped[int]
    admin_id: Mapped[int]


async def set_price(
    session: AsyncSession, item_id: int, cents: int, admin_id: int
) -> None:
    """Change the price; the unit of work commits later."""
    price = update(Price).where(Price.item_id == item_id)
    await session.execute(price.values(cents=cents))
    session.add(PriceChange(item_id=item_id, cents=cents, admin_id=admin_id))
