# /// bad
# harm = "tests/antipatterns/values/test_strictness.py::test_lax_field_accepts_true_as_one"
# right = "examples/patterns/values/strict_fields.py"
# ///
"""A request schema that converts other types to numbers."""

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field

router = APIRouter()


class OrderCreate(BaseModel):
    """An order to place."""

    model_config = ConfigDict(extra="forbid")

    quantity: int = Field(ge=1, le=1000)
    is_gift: bool = False


@router.post("/orders", status_code=status.HTTP_201_CREATED)
async def create_order(data: OrderCreate) -> str:
    """Return what was ordered."""
    return f"{data.quantity}, {'gift' if data.is_gift else 'no gift'}"
