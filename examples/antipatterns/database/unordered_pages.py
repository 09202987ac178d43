# /// bad
# ast-grep = ["DB-009"]
# harm = "tests/antipatterns/database/test_unordered_pages.py::test_row_is_missing_from_both_pages"
# right = "examples/shop/app/users/repository.py"
# ///
"""Offset pagination without `ORDER BY`."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Track(Base):
    """A piece of music."""

    __tablename__ = "tracks"

    id: Mapped[int] = mapped_column(primary_key=True)
    plays: Mapped[int] = mapped_column(default=0)


async def read_page(session: AsyncSession, *, skip: int, limit: int) -> Sequence[Track]:
    """Return some tracks after the first few."""
    found = await session.scalars(select(Track).offset(skip).limit(limit))
    return found.all()
