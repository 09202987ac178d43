"""Routes whose response schema lists what clients may see."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from app.core.dependencies import SessionDep
from app.users.models import User


class UserRead(BaseModel):
    """An account as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str


router = APIRouter(prefix="/users")


@router.get("/{user_id}")
async def read_user(user_id: int, session: SessionDep) -> UserRead:
    """Return one account."""
    return UserRead.model_validate(await session.get_one(User, user_id))


@router.get("")
async def list_users(session: SessionDep) -> list[UserRead]:
    """Return all accounts."""
    users = await session.scalars(select(User).order_by(User.id))
    return [UserRead.model_validate(user) for user in users]
