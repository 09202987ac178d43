# /// bad
# ast-grep = ["SCH-008"]
# harm = "tests/antipatterns/schemas/test_repeated_constraints.py::test_update_returns_500_where_create_returns_422"
# right = "examples/shop/app/items/router.py"
# ///
"""Constraints that one schema has and the other one lacks."""

from fastapi import APIRouter, status
from pydantic import MISSING, BaseModel, ConfigDict, Field

from app.core.dependencies import SessionDep
from app.core.money import Price
from app.items.models import Item

router = APIRouter(prefix="/items")


class ItemCreate(BaseModel):
    """A new item."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    price: Price


class ItemUpdate(BaseModel):
    """An update of an item."""

    model_config = ConfigDict(extra="forbid")

    name: str | MISSING = MISSING


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_item(data: ItemCreate, session: SessionDep) -> None:
    """Store a new item."""
    session.add(Item(name=data.name, price=data.price, stock=0))


@router.patch("/{item_id}")
async def update_item(item_id: int, data: ItemUpdate, session: SessionDep) -> None:
    """Change the name if it is set."""
    item = await session.get_one(Item, item_id)
    for name, value in data.model_dump().items():
        setattr(item, name, value)
