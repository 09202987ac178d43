# /// bad
# also = { SCH-005 = "the form that the guide converts", SCH-009 = "the length is limited, by the name that Pydantic 1 has for it" }
# ruff = ["N805"]
# basedpyright = ["reportUnknownVariableType", "reportUntypedFunctionDecorator"]
# harm = "tests/antipatterns/migrating/test_pydantic.py::test_fastapi_refuses_a_schema_of_version_1"
# right = "examples/patterns/migrating/pydantic_v2_schema.py"
# ///
"""A schema of Pydantic 1, from the namespace that Pydantic 2 carries."""

from typing import Any

from pydantic.v1 import BaseModel, Field, validator


class BookCreate(BaseModel):
    """A new book."""

    title: str = Field(..., max_length=200)
    isbn: str = Field(..., regex="^[0-9-]+$")
    pages: int
    shelf: str | None
    tags: list[str] = Field([], max_items=3)

    class Config:
        """The settings of the schema."""

        extra = "forbid"

    @validator("isbn")
    def remove_hyphens(cls, isbn: str) -> str:
        """Return the digits."""
        return isbn.replace("-", "")


def load_book(body: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a valid body."""
    return BookCreate.parse_obj(body).dict()
