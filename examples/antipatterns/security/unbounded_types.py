# /// bad
# ast-grep = ["SEC-009"]
# harm = "tests/antipatterns/security/test_unbounded_types.py::test_unbounded_types_cause_a_500"
# right = "examples/shop/app/items/router.py"
# ///
"""A schema whose types accept more than the columns."""

from fastapi import APIRouter, status
from pydantic import BaseModel, Field
from sqlalchemy import Identity, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class Article(Base):
    """An article for sale."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    stock: Mapped[int]


class ArticleCreate(BaseModel):
    """A new article."""

    name: str = Field(min_length=1, max_length=100)
    stock: int = Field(ge=0)


router = APIRouter(prefix="/articles")


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_article(data: ArticleCreate, session: SessionDep) -> int:
    """Store an article; return its id."""
    article = Article(name=data.name, stock=data.stock)
    session.add(article)
    await session.flush()
    return article.id
