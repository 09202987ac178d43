# /// bad
# ast-grep = ["REPO-003"]
# harm = "tests/antipatterns/repositories/test_insert_per_row.py::test_each_row_is_a_statement"
# right = "examples/patterns/repositories/bulk_statements.py"
# ///
"""An import that sends a statement for each row."""

from collections.abc import Mapping

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
    for name, cents in prices.items():
        session.add(Article(name=name, cents=cents))
        await session.flush()
