"""A new field that requests of old clients do not have to contain."""

from fastapi import APIRouter, status
from pydantic import BaseModel


class OrderCreate(BaseModel):
    """An order; `currency` came after the first clients."""

    article: str
    pieces: int
    currency: str = "EUR"


router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def place_order(order: OrderCreate) -> str:
    """Accept an order."""
    return f"{order.pieces} x {order.article}, to be paid in {order.currency}"
