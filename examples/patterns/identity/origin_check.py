"""A router for browsers that refuses the forms of other sites."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Form, Request, status

from app.core.errors import ForbiddenError

OWN_ORIGINS = {"https://shop.example"}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
BALANCE = {"ada": 500}


async def require_own_origin(request: Request) -> None:
    """Raise ForbiddenError for a change that no page of ours has sent."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Origin") not in OWN_ORIGINS:
        raise ForbiddenError("This request comes from another site.")


router = APIRouter(prefix="/transfers", dependencies=[Depends(require_own_origin)])


@router.get("")
async def read_balance(
    session: Annotated[str, Cookie(alias="__Host-session")],
) -> int:
    """Read the balance: a safe method needs no check."""
    return BALANCE[session]


@router.post("", status_code=status.HTTP_204_NO_CONTENT)
async def transfer(
    session: Annotated[str, Cookie(alias="__Host-session")],
    amount: Annotated[int, Form(gt=0, le=500)],
) -> None:
    """Pay from the account of the session."""
    BALANCE[session] -= amount
