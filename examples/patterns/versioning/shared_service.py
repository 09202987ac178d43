"""Two versions of a response over one service."""

from dataclasses import dataclass
from typing import Annotated, Self

from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel


@dataclass
class Article:
    """An article as it is stored."""

    name: str
    cents: int
    is_archived: bool = False


ARTICLES = [Article("Lamp", 2000), Article("Chair", 9900, is_archived=True)]


class ArticleService:
    """Reads the articles for sale."""

    async def list_for_sale(self) -> list[Article]:
        """Leave archived articles out."""
        return [article for article in ARTICLES if not article.is_archived]


ArticleServiceDep = Annotated[ArticleService, Depends(ArticleService)]


class ArticleRead(BaseModel):
    """An article in version 1."""

    name: str
    cents: int


class ArticleReadV2(BaseModel):
    """An article in version 2; the price is a decimal number as text."""

    name: str
    price: str

    @classmethod
    def of(cls, article: Article) -> Self:
        """Convert an article."""
        return cls(name=article.name, price=f"{article.cents / 100:.2f}")


router = APIRouter(prefix="/articles", tags=["articles"])
router_v2 = APIRouter(prefix="/articles", tags=["articles"])


@router.get("")
async def list_articles(articles: ArticleServiceDep) -> list[ArticleRead]:
    """List the articles for sale."""
    found = await articles.list_for_sale()
    return [ArticleRead(name=article.name, cents=article.cents) for article in found]


@router_v2.get("")
async def list_articles_v2(articles: ArticleServiceDep) -> list[ArticleReadV2]:
    """List the articles for sale."""
    return [ArticleReadV2.of(article) for article in await articles.list_for_sale()]


def create_app(second: APIRouter = router_v2) -> FastAPI:
    """Return an app with two versions."""
    app = FastAPI()
    app.include_router(router, prefix="/api/v1")
    app.include_router(second, prefix="/api/v2")
    return app
