# /// bad
# harm = "tests/antipatterns/database/test_check_then_insert.py::test_second_concurrent_sign_up_returns_500"
# right = "examples/shop/app/users/repository.py"
# ///
"""A sign-up with a race condition between look-up and insert."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Member(Base):
    """A member with a unique email address."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)


class EmailTakenError(Exception):
    """The address belongs to a member."""


async def find_by_email(session: AsyncSession, email: str) -> Member | None:
    """Return the member with this address."""
    found = await session.scalars(select(Member).where(Member.email == email))
    return found.one_or_none()


async def sign_up(session: AsyncSession, email: str) -> Member:
    """Store a new member; raises EmailTakenError for a known address."""
    if await find_by_email(session, email):
        raise EmailTakenError
    member = Member(email=email)
    session.add(member)
    await session.flush()
    return member
