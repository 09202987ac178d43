# /// bad
# harm = "tests/antipatterns/reliability/test_idempotency_key_stored_last.py::test_two_requests_with_one_key_pay_twice"
# right = "examples/shop/app/core/idempotency.py"
# ///
"""A payment whose idempotency key is stored in a transaction of its own."""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Payment(Base):
    """A payment, in cents."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[int]


class IdempotencyKey(Base):
    """The key of a request that was carried out."""

    __tablename__ = "payment_keys"

    key: Mapped[str] = mapped_column(primary_key=True)


async def pay_once(
    sessions: async_sessionmaker[AsyncSession], key: str, amount: int
) -> None:
    """Take the money unless a request with this key has taken it."""
    async with sessions.begin() as session:
        if await session.get(IdempotencyKey, key):
            return
    async with sessions.begin() as session:
        session.add(Payment(amount=amount))
        await session.flush()
    async with sessions.begin() as session:
        session.add(IdempotencyKey(key=key))
