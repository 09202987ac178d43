"""The users of version 1: schemas and routes."""

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict

from patterns.layouts.hybrid.api.dependencies import UserServiceDep
from patterns.layouts.hybrid.core.fields import Key, Name
from patterns.layouts.hybrid.users.models import User

router = APIRouter(prefix="/users", tags=["users"])


class UserCreate(BaseModel):
    """A new user."""

    model_config = ConfigDict(extra="forbid")

    name: Name


class UserRead(BaseModel):
    """A user as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str


@router.post("", response_model=UserRead, status_code=status.HTTP_201_CREATED)
async def create_user(data: UserCreate, users: UserServiceDep) -> User:
    """Create a user."""
    return await users.create(data.name)


@router.get("/{user_id}", response_model=UserRead)
async def read_user(user_id: Key, users: UserServiceDep) -> User:
    """Read one user."""
    return await users.read(user_id)
