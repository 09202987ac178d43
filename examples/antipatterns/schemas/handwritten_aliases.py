# /// bad
# ast-grep = ["SCH-007"]
# harm = "tests/antipatterns/schemas/test_handwritten_aliases.py::test_stored_response_has_other_names"
# right = "examples/patterns/schemas/generated_aliases.py"
# ///
"""Aliases that are written by hand, and apply in a response only."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

router = APIRouter(prefix="/orders")


class OrderRead(BaseModel):
    """An order as clients see it."""

    order_id: int = Field(serialization_alias="orderId")
    line_count: int = Field(serialization_alias="lineCount")


@router.get("/fresh")
async def read_order() -> OrderRead:
    """Return an order."""
    return OrderRead(order_id=1, line_count=2)


@router.get("/stored", response_model=OrderRead)
async def read_stored_order() -> Response:
    """Return the response as a cache stores it."""
    stored = OrderRead(order_id=1, line_count=2).model_dump_json()
    return Response(stored, media_type="application/json")
