"""Names in the style of PEP 8."""

from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()

MAX_ITEMS = 100


class OrderLine(BaseModel):
    """One item of an order, with its amount."""

    amount: int


@router.get("/order-lines")
async def list_order_lines() -> list[OrderLine]:
    """Return the lines of all orders."""
    return [OrderLine(amount=1)][:MAX_ITEMS]
