"""A schema for the request, and another one for the response."""

from typing import Literal

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Identity, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep

Role = Literal["customer", "admin"]


class Base(DeclarativeBase):
    """The tables of this example."""


class Account(Base):
    """A stored account."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    role: Mapped[Role] = mapped_column(String(20))


class AccountCreate(BaseModel):
    """What a client may set at sign-up."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(max_length=254)


class AccountRead(BaseModel):
    """What a client may see."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
    role: Role


router = APIRouter(prefix="/accounts")


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_account(data: AccountCreate, session: SessionDep) -> AccountRead:
    """Sign up as a customer."""
    account = Account(email=data.email, role="customer")
    session.add(account)
    await session.flush()
    return AccountRead.model_validate(account)
