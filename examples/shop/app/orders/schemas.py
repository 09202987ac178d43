"""The requests and responses of orders."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.core.keys import LARGEST_KEY
from app.core.money import Amount
from app.orders.models import OrderStatus


class LineCreate(BaseModel):
    """A quantity of one item."""

    model_config = ConfigDict(extra="forbid")

    item_id: int = Field(strict=True, ge=1, le=LARGEST_KEY)
    quantity: int = Field(strict=True, ge=1, le=1000)


def refuse_repeated_items(lines: list[LineCreate]) -> list[LineCreate]:
    """Refuse two lines of the same item."""
    if len({line.item_id for line in lines}) < len(lines):
        raise ValueError("an item may occur in one line only")
    return lines


Lines = Annotated[
    list[LineCreate],
    Field(min_length=1, max_length=50),
    AfterValidator(refuse_repeated_items),
]


class OrderCreate(BaseModel):
    """An order to place."""

    model_config = ConfigDict(extra="forbid")

    lines: Lines

    @property
    def quantities(self) -> dict[int, int]:
        """The quantity of each item, by its ID."""
        return {line.item_id: line.quantity for line in self.lines}


class LineRead(BaseModel):
    """A line as it was when the order was placed."""

    model_config = ConfigDict(from_attributes=True)

    item_id: int
    name: str
    unit_price: Amount
    quantity: int


class OrderRead(BaseModel):
    """An order as its owner sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    status: OrderStatus
    total: Amount
    lines: list[LineRead]
    created_at: datetime
    updated_at: datetime
