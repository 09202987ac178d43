"""A schema in the style of Pydantic 2."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator


class BookRead(BaseModel):
    """A book as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    title: str = Field(max_length=200)
    isbn: str

    @field_validator("isbn")
    @classmethod
    def remove_hyphens(cls, isbn: str) -> str:
        """Return the digits."""
        return isbn.replace("-", "")


def dump_book(book: object) -> dict[str, Any]:
    """Return the fields of a stored book."""
    return BookRead.model_validate(book).model_dump()
