# /// bad
# ast-grep = ["VAL-002"]
# harm = "tests/antipatterns/values/test_naive_input.py::test_time_without_offset_returns_500"
# right = "examples/patterns/values/aware_input.py"
# ///
"""A request schema that accepts a time without an offset."""

from datetime import UTC, datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict


class BookingCreate(BaseModel):
    """A booking."""

    model_config = ConfigDict(extra="forbid")

    starts_at: datetime


router = APIRouter()


@router.post("/bookings")
async def create_booking(data: BookingCreate) -> str:
    """Return the start, or why it is refused."""
    if data.starts_at < datetime.now(UTC):
        return f"{data.starts_at:%Y-%m-%d} is in the past"
    return f"{data.starts_at:%Y-%m-%d %H:%M}"
