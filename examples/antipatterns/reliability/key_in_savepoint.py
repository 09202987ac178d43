# /// bad
# harm = "tests/antipatterns/reliability/test_key_in_savepoint.py::test_refused_payment_keeps_its_key"
# right = "examples/shop/app/core/idempotency.py"
# ///
"""An idempotency key that is claimed in a savepoint."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class ClaimedKey(Base):
    """The key of a request."""

    __tablename__ = "claimed_keys"

    key: Mapped[str] = mapped_column(primary_key=True)


async def claim(session: AsyncSession, key: str) -> bool:
    """Insert the key; False if an earlier request has claimed it."""
    try:
        async with session.begin_nested():
            session.add(ClaimedKey(key=key))
    except IntegrityError:
        return False
    return True
