"""A repository that lets the database count."""

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """An order of one customer."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int]


class OrderRepository:
    """Reads orders."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def count(self, customer_id: int) -> int:
        """Return the number of orders of a customer."""
        query = select(func.count()).where(Order.customer_id == customer_id)
        return (await self.session.scalars(query)).one()

    async def has_any(self, customer_id: int) -> bool:
        """Return whether a customer has ordered."""
        query = select(exists().where(Order.customer_id == customer_id))
        return (await self.session.scalars(query)).one()
