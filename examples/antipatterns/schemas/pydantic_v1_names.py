# /// bad
# ast-grep = ["SCH-005"]
# ruff = ["N805"]
# mypy = ["pydantic-orm"]
# basedpyright = ["reportDeprecated"]
# harm = "tests/antipatterns/schemas/test_pydantic_v1_names.py::test_v1_names_are_ignored_or_deprecated"
# right = "examples/patterns/schemas/pydantic_v2_names.py"
# ///
"""A schema in the style of Pydantic 1."""

from typing import Any

from pydantic import BaseModel, Field, validator


class BookRead(BaseModel):
    """A book as clients see it."""

    title: str = Field(max_length=200)
    isbn: str

    class Config:
        """The settings of the schema."""

        orm_mode = True

    @validator("isbn")
    def remove_hyphens(cls, isbn: str) -> str:
        """Return the digits."""
        return isbn.replace("-", "")


def dump_book(book: object) -> dict[str, Any]:
    """Return the fields of a stored book."""
    return BookRead.from_orm(book).dict()
