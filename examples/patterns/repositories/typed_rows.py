"""A report whose rows have a type."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class CountryCount:
    """How many orders came from a country."""

    country: str
    orders: int


async def count_by_country(session: AsyncSession) -> list[CountryCount]:
    """Return the number of orders from each country."""
    query = select(Order.country, func.count()).group_by(Order.country)
    rows = (await session.execute(query)).all()
    return [CountryCount(country, orders) for country, orders in rows]


async def describe(session: AsyncSession) -> list[str]:
    """Return a line for each country."""
    rows = await count_by_country(session)
    return [f"{row.country}: {row.orders}" for row in rows]
