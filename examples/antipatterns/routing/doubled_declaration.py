# /// bad
# ruff = ["FAST001"]
# right = "examples/patterns/routing/account_list.py"
# ///
"""A route that declares its response twice."""

from fastapi import APIRouter
from sqlalchemy import select

from app.core.dependencies import SessionDep
from patterns.routing.account_list import Account, AccountRead

router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.get("", response_model=list[AccountRead])
async def list_accounts(session: SessionDep) -> list[AccountRead]:
    """Return the first accounts."""
    accounts = await session.scalars(select(Account).order_by(Account.id).limit(20))
    return [AccountRead.model_validate(account) for account in accounts]
