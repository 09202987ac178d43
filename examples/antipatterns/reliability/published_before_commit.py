# /// bad
# harm = "tests/antipatterns/reliability/test_published_before_commit.py::test_rolled_back_order_is_published"
# right = "examples/shop/app/outbox/service.py"
# ///
"""An order that is published to a queue before the commit."""

from asyncio import Queue

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """An order."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)


async def place(session: AsyncSession, queue: Queue[int]) -> Order:
    """Store an order and publish it."""
    order = Order()
    session.add(order)
    await session.flush()
    await queue.put(order.id)
    return order
