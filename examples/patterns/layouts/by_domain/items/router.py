"""The routes of items."""

from typing import Annotated

from fastapi import APIRouter, Depends, status

from patterns.layouts.by_domain.core.database import SessionDep
from patterns.layouts.by_domain.core.fields import Key
from patterns.layouts.by_domain.items.schemas import ItemCreate, ItemRead
from patterns.layouts.by_domain.items.service import ItemService
from patterns.layouts.by_domain.users.service import UserService

router = APIRouter(prefix="/items", tags=["items"])


async def get_item_service(session: SessionDep) -> ItemService:
    """Return the service, on the session of this request."""
    return ItemService(session, UserService(session))


ItemServiceDep = Annotated[ItemService, Depends(get_item_service)]


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_item(data: ItemCreate, items: ItemServiceDep) -> ItemRead:
    """Create an item."""
    return await items.create(data)


@router.get("")
async def list_items(owner_id: Key, items: ItemServiceDep) -> list[ItemRead]:
    """List the items of an owner."""
    return await items.list_of(owner_id)
