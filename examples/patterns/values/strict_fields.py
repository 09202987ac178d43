"""A request schema whose numbers and booleans are strict."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field, StrictBool

router = APIRouter()

Quantity = Annotated[int, Field(strict=True, ge=1, le=1000)]


class Size(StrEnum):
    """The sizes on sale."""

    SMALL = "small"
    LARGE = "large"


class OrderCreate(BaseModel):
    """An order to place."""

    model_config = ConfigDict(extra="forbid")

    basket: UUID
    size: Size
    deliver_on: date
    quantity: Quantity
    is_gift: StrictBool = False


@router.post("/orders", status_code=status.HTTP_201_CREATED)
async def create_order(data: OrderCreate) -> str:
    """Return what was ordered."""
    gift = "gift" if data.is_gift else "no gift"
    return f"{data.quantity} {data.size}, {data.deliver_on}, {gift}"
