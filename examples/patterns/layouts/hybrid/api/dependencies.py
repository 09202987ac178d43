"""The services, as dependencies of every version."""

from typing import Annotated

from fastapi import Depends

from patterns.layouts.hybrid.core.database import SessionDep
from patterns.layouts.hybrid.items.service import ItemService
from patterns.layouts.hybrid.users.service import UserService


async def get_user_service(session: SessionDep) -> UserService:
    """Return the service, on the session of this request."""
    return UserService(session)


UserServiceDep = Annotated[UserService, Depends(get_user_service)]


async def get_item_service(session: SessionDep) -> ItemService:
    """Return the service, on the session of this request."""
    return ItemService(session, UserService(session))


ItemServiceDep = Annotated[ItemService, Depends(get_item_service)]
