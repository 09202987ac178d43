# /// bad
# ast-grep = ["ROUTE-001"]
# ruff = ["ANN201"]
# mypy = ["no-untyped-def"]
# harm = "tests/antipatterns/routing/test_row_as_response.py::test_row_is_returned_with_its_password_hash"
# right = "examples/patterns/routing/account_list.py"
# ///
"""A route without a response schema that returns database rows."""

from fastapi import APIRouter
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


router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.get("")
async def list_accounts(session: SessionDep):
    """Return the first accounts."""
    accounts = await session.scalars(select(Account).order_by(Account.id).limit(20))
    return accounts.all()
