# /// bad
# harm = "tests/antipatterns/reliability/test_delivery_without_lease.py::test_two_workers_deliver_one_message"
# right = "examples/shop/app/outbox/repository.py"
# ///
"""A worker that selects a message and marks it only after the delivery."""

from collections.abc import Awaitable, Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class OutboxMessage(Base):
    """A message to deliver."""

    __tablename__ = "outbox_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    is_delivered: Mapped[bool] = mapped_column(default=False)


async def deliver_next(
    sessions: async_sessionmaker[AsyncSession],
    deliver: Callable[[int], Awaitable[None]],
) -> None:
    """Deliver the oldest message that has not been delivered."""
    async with sessions.begin() as session:
        message = await session.scalar(
            select(OutboxMessage)
            .where(OutboxMessage.is_delivered.is_(False))
            .order_by(OutboxMessage.id)
            .limit(1)
        )
        if message:
            await deliver(message.id)
            message.is_delivered = True
