"""An import and a change of all prices, in one statement each."""

from collections.abc import Mapping

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Article(Base):
    """An article and its price."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    cents: Mapped[int]


async def import_articles(session: AsyncSession, prices: Mapping[str, int]) -> None:
    """Insert an article for each price."""
    if not prices:
        return
    rows = [{"name": name, "cents": cents} for name, cents in prices.items()]
    await session.execute(insert(Article), rows)


async def raise_prices(session: AsyncSession, below: int, percent: int) -> None:
    """Raise every price that is below a limit."""
    await session.execute(
        update(Article)
        .where(Article.cents < below)
        .values(cents=Article.cents + Article.cents * percent / 100)
    )
