"""Numbered pages for sets small enough to be counted, cursors for all others."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Annotated, Self

from fastapi import Query
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from app.core.database import LARGEST_KEY

LAST_PAGE = 1_000_000  # keeps the offset within 64 bits


class PageParams(BaseModel):
    """The query parameters of a list; an unknown one is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(default=1, ge=1, le=LAST_PAGE)
    page_size: int = Field(default=20, ge=1, le=100)

    @property
    def offset(self) -> int:
        """How many items the earlier pages hold."""
        return (self.page - 1) * self.page_size


class Page[T](BaseModel):
    """One page, and how many items all pages hold together."""

    items: list[T]
    page: int
    page_size: int
    total: int

    @classmethod
    def of(cls, items: Sequence[object], params: PageParams, total: int) -> Self:
        """Return the page that was asked for; models become the page's schemas."""
        return cls.model_validate(
            {
                "items": items,
                "page": params.page,
                "page_size": params.page_size,
                "total": total,
            }
        )


PageQuery = Annotated[PageParams, Query()]


def encode_cursor(key: int) -> str:
    """Make a token of the last key on a page; clients are not to look inside."""
    return urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> int:
    """Return the key; ValueError for anything that no page has given out."""
    padding = "=" * (-len(cursor) % 4)
    key = int(urlsafe_b64decode(cursor + padding))
    if encode_cursor(key) != cursor:
        raise ValueError("not a cursor of ours")
    return key


Cursor = Annotated[
    int,
    Field(ge=1, le=LARGEST_KEY),
    BeforeValidator(decode_cursor),
    WithJsonSchema({"type": "string"}),
]


class CursorParams(BaseModel):
    """Where a list goes on, the newest first, and how far."""

    model_config = ConfigDict(extra="forbid")

    cursor: Cursor | None = None
    page_size: int = Field(default=20, ge=1, le=100)


class CursorPage[T](BaseModel):
    """One page; without a cursor it is the last one."""

    items: list[T]
    next_cursor: str | None


CursorQuery = Annotated[CursorParams, Query()]
