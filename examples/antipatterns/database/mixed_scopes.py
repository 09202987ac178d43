# /// bad
# ast-grep = ["DB-002"]
# harm = "tests/antipatterns/database/test_mixed_scopes.py::test_one_request_gets_two_sessions"
# right = "examples/shop/app/core/database.py"
# ///
"""One dependency with two scopes in one request."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep, get_session


class Base(DeclarativeBase):
    """The tables of this example."""


class Article(Base):
    """Something that is written."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)


async def get_article(
    number: int, session: Annotated[AsyncSession, Depends(get_session)]
) -> Article:
    """Return the article of the path, or respond with 404."""
    article = await session.get(Article, number)
    if article is None:
        raise HTTPException(404)
    return article


router = APIRouter()


@router.delete("/articles/{number}", status_code=204)
async def delete_article(
    article: Annotated[Article, Depends(get_article)], session: SessionDep
) -> None:
    """Remove an article."""
    await session.delete(article)
