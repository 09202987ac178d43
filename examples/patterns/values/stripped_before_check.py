"""A name that is stripped before its length is checked."""

from typing import Annotated

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, StringConstraints

router = APIRouter()

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)
]


class ProductCreate(BaseModel):
    """A new product."""

    model_config = ConfigDict(extra="forbid")

    name: Name


@router.post("/products", status_code=status.HTTP_201_CREATED)
async def create_product(data: ProductCreate) -> str:
    """Return the name as it is stored."""
    return data.name
