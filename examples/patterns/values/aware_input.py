"""A request schema that accepts a point in time, and converts it to UTC."""

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
)

DATE_AND_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]")


def require_date_and_time(value: object) -> object:
    """Refuse what Pydantic would read as seconds or milliseconds since 1970."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not DATE_AND_TIME.match(value):
        raise ValueError("write the time as 2027-01-31T09:00:00Z")
    return value


def to_utc(value: datetime) -> datetime:
    """Return the same point in time in UTC."""
    return value.astimezone(UTC)


Timestamp = Annotated[
    AwareDatetime, BeforeValidator(require_date_and_time), AfterValidator(to_utc)
]


class BookingCreate(BaseModel):
    """A booking."""

    model_config = ConfigDict(extra="forbid")

    starts_at: Timestamp


router = APIRouter()


@router.post("/bookings")
async def create_booking(data: BookingCreate) -> str:
    """Return the start, or why it is refused."""
    if data.starts_at < datetime.now(UTC):
        return f"{data.starts_at:%Y-%m-%d} is in the past"
    return f"{data.starts_at:%Y-%m-%d %H:%M}"
