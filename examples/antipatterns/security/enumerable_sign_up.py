# /// bad
# harm = "tests/antipatterns/security/test_enumerable_sign_up.py::test_status_reveals_which_email_has_an_account"
# right = "examples/patterns/security/sign_up_by_mail.py"
# ///
"""A sign-up whose status reveals which emails have an account."""

from fastapi import APIRouter, status
from pydantic import BaseModel

from app.users.dependencies import PasswordHasherDep, UserServiceDep
from app.users.schemas import UserCreate

router = APIRouter(prefix="/sign-ups")


class Accepted(BaseModel):
    """The answer to a new customer."""

    detail: str = "Welcome."


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def sign_up(
    data: UserCreate, users: UserServiceDep, passwords: PasswordHasherDep
) -> Accepted:
    """Create the account; EmailTakenError, a 409, for a known email."""
    await users.register(data, passwords)
    return Accepted()
