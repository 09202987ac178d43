# /// bad
# ast-grep = ["VAL-003"]
# harm = "tests/antipatterns/values/test_email_as_sent.py::test_one_person_gets_two_accounts"
# right = "examples/patterns/values/normalized_email.py"
# ///
"""An email address that is stored as the client spells it."""

from pydantic import BaseModel, ConfigDict, EmailStr
from sqlalchemy import Identity, String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Account(Base):
    """An account; the email is unique."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)


class AccountCreate(BaseModel):
    """A sign-up."""

    model_config = ConfigDict(extra="forbid")

    email: EmailStr


async def create_account(session: AsyncSession, data: AccountCreate) -> int:
    """Store the account; return its ID."""
    account = Account(email=data.email)
    session.add(account)
    await session.flush()
    return account.id
