"""A request with a list of limited length."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from app.core.dependencies import SessionDep
from app.core.keys import LARGEST_KEY
from app.items.models import Item

router = APIRouter()

ItemId = Annotated[int, Field(strict=True, ge=1, le=LARGEST_KEY)]
ItemIds = Annotated[list[ItemId], Field(min_length=1, max_length=100)]


class StockRequest(BaseModel):
    """The items whose stock is wanted."""

    model_config = ConfigDict(extra="forbid")

    item_ids: ItemIds


@router.post("/stock")
async def read_stock(data: StockRequest, session: SessionDep) -> list[int]:
    """Return the stock of the items, in the order of their IDs."""
    query = select(Item.stock).where(Item.id.in_(data.item_ids)).order_by(Item.id)
    return list(await session.scalars(query))
