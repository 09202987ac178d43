# /// bad
# ast-grep = ["VAL-004"]
# harm = "tests/antipatterns/values/test_strictness.py::test_strict_schema_refuses_every_field"
# right = "examples/patterns/values/strict_fields.py"
# ///
"""A request schema that is strict as a whole."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict

router = APIRouter()


class Size(StrEnum):
    """The sizes on sale."""

    SMALL = "small"
    LARGE = "large"


class OrderCreate(BaseModel):
    """An order to place."""

    model_config = ConfigDict(extra="forbid", strict=True)

    basket: UUID
    size: Size
    deliver_on: date


@router.post("/orders", status_code=status.HTTP_201_CREATED)
async def create_order(data: OrderCreate) -> str:
    """Return what was ordered."""
    return f"{data.size}, {data.deliver_on}"
