# /// bad
# harm = "tests/antipatterns/identity/test_origin_check.py::test_form_of_another_origin_moves_money"
# right = "examples/patterns/identity/origin_check.py"
# ///
"""A form that trusts the session cookie alone."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Form, status

BALANCE = {"ada": 500}

router = APIRouter(prefix="/transfers")


@router.post("", status_code=status.HTTP_204_NO_CONTENT)
async def transfer(
    session: Annotated[str, Cookie(alias="__Host-session")],
    amount: Annotated[int, Form(gt=0, le=500)],
) -> None:
    """Pay from the account of the session."""
    BALANCE[session] -= amount
