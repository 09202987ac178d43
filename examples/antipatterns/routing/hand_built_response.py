# /// bad
# ast-grep = ["ROUTE-003"]
# harm = "tests/antipatterns/routing/test_hand_built_response.py::test_json_response_bypasses_the_response_model"
# right = "examples/patterns/routing/account_list.py"
# ///
"""A route whose own `JSONResponse` bypasses its response model."""

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from sqlalchemy import select

from app.core.dependencies import SessionDep
from patterns.routing.account_list import Account, AccountRead

router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.get("", response_model=list[AccountRead])
async def list_accounts(session: SessionDep) -> JSONResponse:
    """Return the first accounts."""
    accounts = await session.scalars(select(Account).order_by(Account.id).limit(20))
    return JSONResponse(jsonable_encoder(accounts.all()))
