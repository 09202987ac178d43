# /// bad
# harm = "tests/antipatterns/values/test_counting_id.py::test_two_orders_reveal_how_many_were_placed"
# right = "examples/patterns/values/public_id.py"
# ///
"""An order whose public ID is a counter."""

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Identity
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """An order."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)


class OrderRead(BaseModel):
    """An order as its owner sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: int


async def place_order(session: AsyncSession) -> OrderRead:
    """Store an order."""
    order = Order()
    session.add(order)
    await session.flush()
    return OrderRead.model_validate(order)
