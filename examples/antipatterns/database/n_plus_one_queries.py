# /// bad
# ast-grep = ["DB-008"]
# harm = "tests/antipatterns/database/test_n_plus_one_queries.py::test_each_author_adds_a_query"
# right = "examples/patterns/database/eager_loading.py"
# ///
"""N+1 queries: one statement for the books of each author."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(AsyncAttrs, DeclarativeBase):
    """The tables of this example."""


class Book(Base):
    """A book has one author."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))


class Author(Base):
    """An author, whose books are loaded when awaited."""

    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list[Book]] = relationship()


async def read_titles(session: AsyncSession) -> list[str]:
    """Return all titles, author by author."""
    authors = await session.scalars(select(Author).order_by(Author.id))
    titles: list[str] = []
    for author in authors.all():
        books: list[Book] = await author.awaitable_attrs.books
        titles += [book.title for book in books]
    return titles
