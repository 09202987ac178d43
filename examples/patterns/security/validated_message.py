"""A message of a queue that is parsed as data."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.core.keys import LARGEST_KEY


class OrderPlaced(BaseModel):
    """What the message may say."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["order_placed"]
    order_id: int = Field(ge=1, le=LARGEST_KEY)


def read_message(body: bytes) -> OrderPlaced:
    """Return the message; ValidationError for anything else."""
    return OrderPlaced.model_validate_json(body)
