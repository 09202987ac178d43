# /// bad
# ast-grep = ["SCH-003"]
# harm = "tests/antipatterns/schemas/test_none_as_absent.py::test_null_for_a_required_field_returns_500"
# right = "examples/shop/app/items/schemas.py"
# ///
"""An update schema that uses None for an absent field."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from app.core.dependencies import SessionDep
from app.items.models import Item
from app.items.schemas import Description, Name


class ItemUpdate(BaseModel):
    """Changes to an item."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    description: Description | None = None


router = APIRouter(prefix="/items")


@router.patch("/{item_id}")
async def update_item(item_id: int, data: ItemUpdate, session: SessionDep) -> str:
    """Change the fields that are set; return the name."""
    item = await session.get_one(Item, item_id)
    for name, value in data.model_dump(exclude_unset=True).items():
        setattr(item, name, value)
    await session.flush()
    return item.name
