# /// bad
# ast-grep = ["DB-008"]
# harm = "tests/antipatterns/database/test_default_lazy_loading.py::test_lazy_load_works_only_in_the_session_that_created_the_author"
# right = "examples/patterns/database/eager_loading.py"
# ///
"""A relationship with lazy loading on an async session."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The tables of this example."""


class Author(Base):
    """The author of books."""

    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Book(Base):
    """A book, whose author is loaded at the first access."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped[Author] = relationship()


async def read_credits(session: AsyncSession) -> list[str]:
    """Return the author of each book."""
    books = await session.scalars(select(Book).order_by(Book.id))
    return [book.author.name for book in books]
