"""Pagination: by offset for small sets, by keyset for growing ones (REL-004)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from app.core.keys import LARGEST_KEY

LAST_PAGE = 1_000_000  # keeps the offset within 64 bits


class PageParams(BaseModel):
    """Offset pagination; an unknown query parameter is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(default=1, ge=1, le=LAST_PAGE)
    page_size: int = Field(default=20, ge=1, le=100)

    @property
    def offset(self) -> int:
        """The number of items on the earlier pages."""
        return (self.page - 1) * self.page_size


class Page[T](BaseModel):
    """One page by offset, with the number of items on all pages."""

    items: list[T]
    page: int
    page_size: int
    total: int

    @classmethod
    def of(cls, items: Sequence[object], params: PageParams, total: int) -> Self:
        """Return the requested page; database models become the page's schemas."""
        return cls.model_validate(
            {
                "items": items,
                "page": params.page,
                "page_size": params.page_size,
                "total": total,
            }
        )


def encode_cursor(key: int) -> str:
    """Return an opaque cursor: the key of the last row on a page, in Base64."""
    return urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> int:
    """Return the key; ValueError unless `encode_cursor` wrote this very cursor."""
    padding = "=" * (-len(cursor) % 4)
    with suppress(ValueError):
        key = int(urlsafe_b64decode(cursor + padding))
        if encode_cursor(key) == cursor:
            return key
    raise ValueError("not a cursor of this API")  # without the client's text


Cursor = Annotated[
    int,
    Field(ge=1, le=LARGEST_KEY),
    BeforeValidator(decode_cursor),
    WithJsonSchema({"type": "string"}),
]


class CursorParams(BaseModel):
    """Keyset pagination, the newest row first: rows after the cursor's."""

    model_config = ConfigDict(extra="forbid")

    cursor: Cursor | None = None
    page_size: int = Field(default=20, ge=1, le=100)


class CursorPage[T](BaseModel):
    """One page by keyset; the last page has no next cursor."""

    items: list[T]
    next_cursor: str | None
