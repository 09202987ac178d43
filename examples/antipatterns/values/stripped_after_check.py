# /// bad
# ast-grep = ["VAL-009"]
# harm = "tests/antipatterns/values/test_stripped_after_check.py::test_blank_name_becomes_empty"
# right = "examples/patterns/values/stripped_before_check.py"
# ///
"""A name that is stripped after its length was checked."""

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field, field_validator

router = APIRouter()


class ProductCreate(BaseModel):
    """A new product."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100)

    @field_validator("name")
    @classmethod
    def strip_name(cls, name: str) -> str:
        """Remove white space at both ends."""
        return name.strip()


@router.post("/products", status_code=status.HTTP_201_CREATED)
async def create_product(data: ProductCreate) -> str:
    """Return the name as it is stored."""
    return data.name
