"""The requests, responses and query parameters of items."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, ConfigDict, Field, StringConstraints

from app.core.money import Amount, Price
from app.core.pagination import PageParams
from app.core.text import MANY_LINES, ONE_LINE

Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=100, pattern=ONE_LINE
    ),
]
Description = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1000, pattern=MANY_LINES),
]
Stock = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Sort = Literal["id", "-id", "name", "-name", "price", "-price"]


class ItemCreate(BaseModel):
    """A new item."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Description | None = None
    price: Price
    stock: Stock = 0


class ItemUpdate(BaseModel):
    """An update: an absent field is unchanged, `description: null` clears it."""

    model_config = ConfigDict(extra="forbid")

    name: Name | MISSING = MISSING
    description: Description | MISSING | None = MISSING
    price: Price | MISSING = MISSING
    stock: Stock | MISSING = MISSING


class ItemRead(BaseModel):
    """An item as every client sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    description: str | None
    price: Amount
    stock: int
    is_archived: bool
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def etag(self) -> str:
        """The strong entity tag of this version."""
        return f'"{self.id}-{self.version}"'


class ItemParams(PageParams):
    """The query parameters of the list; `sort` allows only these columns."""

    sort: Sort = "id"
    name: Annotated[str, StringConstraints(max_length=100, pattern=ONE_LINE)] = ""
    min_price: Price | None = None
    max_price: Price | None = None
    in_stock: bool = False
