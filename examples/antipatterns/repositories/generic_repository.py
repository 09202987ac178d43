# /// bad
# ast-grep = ["REPO-001"]
# harm = "tests/antipatterns/repositories/test_generic_repository.py::test_inherited_delete_ignores_the_owner"
# right = "examples/patterns/repositories/own_repository.py"
# ///
"""A base class that gives every repository every operation."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Note(Base):
    """A note of one account."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int]


class CrudRepository[ModelT: Base]:
    """Deletes rows of any model."""

    model: type[ModelT]

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def delete(self, row_id: int) -> bool:
        """Delete the row; False if there is none."""
        row = await self.session.get(self.model, row_id)
        if row is None:
            return False
        await self.session.delete(row)
        return True


class NoteRepository(CrudRepository[Note]):
    """Deletes notes."""

    model = Note
