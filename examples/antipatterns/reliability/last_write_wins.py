# /// bad
# harm = "tests/antipatterns/reliability/test_last_write_wins.py::test_second_update_overwrites_the_first"
# right = "examples/shop/app/items/service.py"
# ///
"""An update without a version: the last write wins."""

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Article(Base):
    """A text that several people edit."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class ArticleUpdate(BaseModel):
    """The new text, which the editor derived from the stored one."""

    model_config = ConfigDict(extra="forbid")

    text: str


async def update(session: AsyncSession, article_id: int, data: ArticleUpdate) -> None:
    """Store the new text."""
    article = await session.get_one(Article, article_id)
    article.text = data.text
    await session.flush()
