"""A response schema whose fields have no defaults."""

from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict


@dataclass
class Article:
    """An article as it is stored."""

    name: str
    price: str | None


class ArticleRead(BaseModel):
    """An article as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    price: str | None


router = APIRouter(prefix="/articles", tags=["articles"])


@router.get("/lamp")
async def read_lamp() -> ArticleRead:
    """Return the lamp."""
    return ArticleRead.model_validate(Article("Lamp", "20.00"))
