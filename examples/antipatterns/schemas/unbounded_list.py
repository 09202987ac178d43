# /// bad
# ast-grep = ["SCH-009"]
# harm = "tests/antipatterns/schemas/test_unbounded_list.py::test_long_list_returns_500"
# right = "examples/patterns/schemas/bounded_list.py"
# ///
"""A request with a list of any length."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from app.core.dependencies import SessionDep
from app.items.models import Item

router = APIRouter()


class StockRequest(BaseModel):
    """The items whose stock is wanted."""

    model_config = ConfigDict(extra="forbid")

    item_ids: list[int]


@router.post("/stock")
async def read_stock(data: StockRequest, session: SessionDep) -> list[int]:
    """Return the stock of the items, in the order of their IDs."""
    query = select(Item.stock).where(Item.id.in_(data.item_ids)).order_by(Item.id)
    return list(await session.scalars(query))
