"""A repository with the operations of its domain, and no other."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Note(Base):
    """A note of one account."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int]


class NoteRepository:
    """Deletes notes of one account."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def delete_own(self, note_id: int, owner_id: int) -> bool:
        """Delete the note; False if the account has no such note."""
        deleted = await self.session.scalar(
            delete(Note)
            .where(Note.id == note_id, Note.owner_id == owner_id)
            .returning(Note.id)
        )
        return deleted is not None
