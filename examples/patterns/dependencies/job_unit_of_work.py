"""A service that a route gets by a dependency, and a job in a context manager."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, status
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.core.dependencies import SessionDep
from patterns.dependencies.articles import Article


class ArticleService:
    """Adds articles; knows neither requests nor dependencies."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, name: str) -> None:
        """Store an article."""
        self.session.add(Article(name=name))
        await self.session.flush()


async def get_article_service(session: SessionDep) -> ArticleService:
    """Return the service, on the session of this request."""
    return ArticleService(session)


ArticleServiceDep = Annotated[ArticleService, Depends(get_article_service)]

router = APIRouter(prefix="/articles")


@router.post("/{name}", status_code=status.HTTP_204_NO_CONTENT)
async def create_article(name: str, articles: ArticleServiceDep) -> None:
    """Add one article."""
    await articles.add(name)


async def import_articles(database: Database, names: Iterable[str]) -> None:
    """Add many articles, in one transaction."""
    async with unit_of_work(database) as session:
        articles = ArticleService(session)
        for name in names:
            await articles.add(name)
