# /// bad
# harm = "tests/antipatterns/reliability/test_last_write_wins.py::test_the_first_change_is_gone"
# right = "examples/shop/app/items/service.py"
# ///
"""A page of text that whoever saves last overwrites."""

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Article(Base):
    """A description that several people edit."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class ArticleUpdate(BaseModel):
    """A change, made to the text that the editor has read."""

    text: str


async def change(session: AsyncSession, article_id: int, data: ArticleUpdate) -> None:
    """Store what the editor has made of it."""
    article = await session.get_one(Article, article_id)
    article.text = data.text
    await session.flush()
