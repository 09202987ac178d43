# /// bad
# harm = "tests/antipatterns/security/test_telling_sign_up.py::test_the_answer_tells_who_has_an_account"
# right = "examples/patterns/security/silent_sign_up.py"
# ///
"""A sign-up that answers a known address otherwise than a new one."""

from fastapi import APIRouter, status
from pydantic import BaseModel

from app.users.dependencies import PasswordHasherDep, UserServiceDep
from app.users.schemas import UserCreate

router = APIRouter(prefix="/sign-ups")


class Accepted(BaseModel):
    """What a new customer is told."""

    detail: str = "Welcome."


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def sign_up(
    data: UserCreate, users: UserServiceDep, passwords: PasswordHasherDep
) -> Accepted:
    """Make the account; EmailTakenError, a 409, for a known address."""
    await users.register(data, passwords)
    return Accepted()
