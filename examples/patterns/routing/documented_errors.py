"""A route that documents the errors that it can answer."""

from typing import Annotated

from fastapi import APIRouter, Depends, status

from app.core.errors import NotFoundError
from app.core.problems import problem_responses

NOT_FOUND = problem_responses(status.HTTP_404_NOT_FOUND)


class NoteNotFoundError(NotFoundError):
    """No note has this ID."""

    code = "note_not_found"
    title = "Note not found"


class NoteService:
    """Reads notes."""

    async def read(self, note_id: int) -> str:
        """Return the text of a note; NoteNotFoundError without one."""
        if note_id == 1:
            return "Buy tea."
        raise NoteNotFoundError("No note has this ID.")


NoteServiceDep = Annotated[NoteService, Depends(NoteService)]

router = APIRouter(prefix="/notes", tags=["notes"])


@router.get("/{note_id}", responses=NOT_FOUND)
async def read_note(note_id: int, notes: NoteServiceDep) -> str:
    """Read one note."""
    return await notes.read(note_id)
