# /// bad
# ast-grep = ["SCH-004"]
# harm = "tests/antipatterns/schemas/test_excluded_field.py::test_list_returns_the_excluded_hash"
# right = "examples/patterns/schemas/public_fields.py"
# ///
"""Routes that exclude the password hash from the schema of the stored account."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from app.core.dependencies import SessionDep
from app.users.models import User


class UserInDB(BaseModel):
    """The account as it is stored."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
    password_hash: str


router = APIRouter(prefix="/users")


@router.get("/{user_id}", response_model_exclude={"password_hash"})
async def read_user(user_id: int, session: SessionDep) -> UserInDB:
    """Return one account."""
    return UserInDB.model_validate(await session.get_one(User, user_id))


@router.get("", response_model_exclude={"password_hash"})
async def list_users(session: SessionDep) -> list[UserInDB]:
    """Return all accounts."""
    users = await session.scalars(select(User).order_by(User.id))
    return [UserInDB.model_validate(user) for user in users]
