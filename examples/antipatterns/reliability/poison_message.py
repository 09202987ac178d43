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


class Letter(Base):
    """A message to deliver."""

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    payload: Mapped[object] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(default=0)


class Message(BaseModel):
    """A parsed letter."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    payload: dict[str, str]


async def claim_next(sessions: async_sessionmaker[AsyncSession]) -> Message | None:
    """Count an attempt of the oldest letter that has one left."""
    async with sessions.begin() as session:
        oldest = (
            select(Letter.id)
            .where(Letter.attempts < MAX_ATTEMPTS)
            .order_by(Letter.id)
            .limit(1)
        )
        letter = await session.scalar(
            update(Letter)
            .where(Letter.id == oldest.scalar_subquery())
            .values(attempts=Letter.attempts + 1)
            .returning(Letter)
        )
        return Message.model_validate(letter) if letter else None
