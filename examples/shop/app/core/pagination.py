"""Numbered pages, for sets small enough to be counted."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

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


PageQuery = Annotated[PageParams, Query()]
