"""The routes of users."""

from typing import Annotated

from fastapi import APIRouter, Depends, status

from patterns.layouts.by_layer.core.database import SessionDep
from patterns.layouts.by_layer.core.fields import Key
from patterns.layouts.by_layer.schemas.users import UserCreate, UserRead
from patterns.layouts.by_layer.services.users import UserService

router = APIRouter(prefix="/users", tags=["users"])


async def get_user_service(session: SessionDep) -> UserService:
    """Return the service, on the session of this request."""
    return UserService(session)


UserServiceDep = Annotated[UserService, Depends(get_user_service)]


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_user(data: UserCreate, users: UserServiceDep) -> UserRead:
    """Create a user."""
    return await users.create(data)


@router.get("/{user_id}")
async def read_user(user_id: Key, users: UserServiceDep) -> UserRead:
    """Read one user."""
    return await users.read(user_id)
