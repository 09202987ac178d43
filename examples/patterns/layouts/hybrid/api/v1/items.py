"""The items of version 1: schemas and routes."""

from collections.abc import Sequence

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict

from patterns.layouts.hybrid.api.dependencies import ItemServiceDep
from patterns.layouts.hybrid.core.fields import Key, Name
from patterns.layouts.hybrid.items.models import Item

router = APIRouter(prefix="/items", tags=["items"])


class ItemCreate(BaseModel):
    """A new item."""

    model_config = ConfigDict(extra="forbid")

    owner_id: Key
    name: Name


class ItemRead(BaseModel):
    """An item as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    owner_id: int
    name: str


@router.post("", response_model=ItemRead, status_code=status.HTTP_201_CREATED)
async def create_item(data: ItemCreate, items: ItemServiceDep) -> Item:
    """Create an item."""
    return await items.create(data.owner_id, data.name)


@router.get("", response_model=list[ItemRead])
async def list_items(owner_id: Key, items: ItemServiceDep) -> Sequence[Item]:
    """List the items of an owner."""
    return await items.list_of(owner_id)
