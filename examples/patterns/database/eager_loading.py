"""Relationships with `lazy="raise"`, loaded eagerly per query."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)


class Base(DeclarativeBase):
    """The tables of this example."""


class Author(Base):
    """The author of books."""

    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="author", lazy="raise")


class Book(Base):
    """A book has one author."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped[Author] = relationship(back_populates="books", lazy="raise")


async def read_titles(session: AsyncSession) -> list[str]:
    """Return all titles, author by author, with two statements."""
    statement = select(Author).options(selectinload(Author.books)).order_by(Author.id)
    authors = await session.scalars(statement)
    return [book.title for author in authors for book in author.books]


async def read_credits(session: AsyncSession) -> list[str]:
    """Return the author of each book, with one statement."""
    statement = select(Book).options(joinedload(Book.author)).order_by(Book.id)
    books = await session.scalars(statement)
    return [book.author.name for book in books]
