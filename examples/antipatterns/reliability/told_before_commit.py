# /// bad
# harm = "tests/antipatterns/reliability/test_told_before_commit.py::test_an_order_that_was_never_placed_is_announced"
# right = "examples/shop/app/outbox/repository.py"
# ///
"""An order that is announced to a queue before it is committed."""

from asyncio import Queue

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """Something that was bought."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)


async def place(session: AsyncSession, queue: Queue[int]) -> Order:
    """Store an order and tell the warehouse."""
    order = Order()
    session.add(order)
    await session.flush()
    await queue.put(order.id)
    return order
