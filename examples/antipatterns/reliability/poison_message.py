# /// bad
# harm = "tests/antipatterns/reliability/test_poison_message.py::test_bad_row_stops_every_delivery"
# right = "examples/shop/app/outbox/relay.py"
# ///
"""A worker that parses a message in the transaction that counts its attempt."""

from pydantic import BaseModel, ConfigDict
from sqlalchemy import JSON, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

MAX_ATTEMPTS = 3


class Base(DeclarativeBase):
    """The tables of this example."""


class OutboxMessage(Base):
    """A message to deliver."""

    __tablename__ = "outbox_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    payload: Mapped[object] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(default=0)


class Message(BaseModel):
    """A message whose payload has been parsed."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    payload: dict[str, str]


async def claim_next(sessions: async_sessionmaker[AsyncSession]) -> Message | None:
    """Count an attempt of the oldest message that has one left."""
    async with sessions.begin() as session:
        oldest = (
            select(OutboxMessage.id)
            .where(OutboxMessage.attempts < MAX_ATTEMPTS)
            .order_by(OutboxMessage.id)
            .limit(1)
        )
        message = await session.scalar(
            update(OutboxMessage)
            .where(OutboxMessage.id == oldest.scalar_subquery())
            .values(attempts=OutboxMessage.attempts + 1)
            .returning(OutboxMessage)
        )
        return Message.model_validate(message) if message else None
