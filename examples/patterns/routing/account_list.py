"""A route that returns a response schema and declares it once."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class Account(Base):
    """An account as it is stored."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    password_hash: Mapped[str]


class AccountRead(BaseModel):
    """An account as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str


router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.get("")
async def list_accounts(session: SessionDep) -> list[AccountRead]:
    """Return the first accounts."""
    accounts = await session.scalars(select(Account).order_by(Account.id).limit(20))
    return [AccountRead.model_validate(account) for account in accounts]
