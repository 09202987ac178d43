# /// bad
# ast-grep = ["SCH-001"]
# harm = "tests/antipatterns/schemas/test_one_schema.py::test_client_signs_up_as_admin"
# right = "examples/patterns/schemas/separate_schemas.py"
# ///
"""One schema for the request and for the response."""

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
    role: Mapped[str] = mapped_column(String(20))


class AccountSchema(BaseModel):
    """An account, in requests and in responses."""

    model_config = ConfigDict(from_attributes=True)

    id: int | None = None
    email: str = Field(max_length=254)
    role: Role = "customer"


router = APIRouter(prefix="/accounts")


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_account(data: AccountSchema, session: SessionDep) -> AccountSchema:
    """Sign up."""
    account = Account(**data.model_dump(exclude_none=True))
    session.add(account)
    await session.flush()
    return AccountSchema.model_validate(account)
