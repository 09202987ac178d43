# /// bad
# harm = "tests/antipatterns/versioning/test_required_field_added.py::test_request_of_an_old_client_is_refused"
# right = "examples/patterns/versioning/optional_field_added.py"
# ///
"""A new required field, which requests of old clients lack."""

from fastapi import APIRouter, status
from pydantic import BaseModel


class OrderCreate(BaseModel):
    """An order; `currency` came after the first clients."""

    article: str
    pieces: int
    currency: str


router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def place_order(order: OrderCreate) -> str:
    """Accept an order."""
    return f"{order.pieces} x {order.article}, to be paid in {order.currency}"
