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


class Letter(Base):
    """A message to deliver."""

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    is_delivered: Mapped[bool] = mapped_column(default=False)


async def deliver_next(
    sessions: async_sessionmaker[AsyncSession],
    deliver: Callable[[int], Awaitable[None]],
) -> None:
    """Deliver the oldest letter that has not been delivered."""
    async with sessions.begin() as session:
        letter = await session.scalar(
            select(Letter)
            .where(Letter.is_delivered.is_(False))
            .order_by(Letter.id)
            .limit(1)
        )
        if letter:
            await deliver(letter.id)
            letter.is_delivered = True
