"""The same schema with the names of Pydantic 2."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator


class BookCreate(BaseModel):
    """A new book."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(max_length=200)
    isbn: str = Field(pattern="^[0-9-]+$")
    pages: int
    shelf: str | None = None
    tags: list[str] = Field(default=[], max_length=3)

    @field_validator("isbn")
    @classmethod
    def remove_hyphens(cls, isbn: str) -> str:
        """Return the digits."""
        return isbn.replace("-", "")


def load_book(body: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a valid body."""
    return BookCreate.model_validate(body).model_dump()
