# /// bad
# ast-grep = ["ROUTE-010"]
# harm = "tests/antipatterns/routing/test_defaulted_fields.py::test_renamed_attribute_is_answered_as_null"
# right = "examples/patterns/routing/required_fields.py"
# ///
"""A response schema whose default hides an attribute that was renamed."""

from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict


@dataclass
class Article:
    """An article as it is stored; `unit_price` was `price` before."""

    name: str
    unit_price: str | None


class ArticleRead(BaseModel):
    """An article as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    price: str | None = None


router = APIRouter(prefix="/articles", tags=["articles"])


@router.get("/lamp")
async def read_lamp() -> ArticleRead:
    """Return the lamp."""
    return ArticleRead.model_validate(Article("Lamp", "20.00"))
