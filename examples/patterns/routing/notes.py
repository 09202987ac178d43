"""Status codes for a note that is created and deleted."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request, Response, status
from pydantic import BaseModel


class NoteRead(BaseModel):
    """A note as clients see it."""

    id: int
    text: str


async def get_notes(request: Request) -> dict[int, str]:
    """Return the notes of this app."""
    notes: dict[int, str] = request.app.state.notes
    return notes


NotesDep = Annotated[dict[int, str], Depends(get_notes)]
NoteText = Annotated[str, Body(max_length=100)]

router = APIRouter(prefix="/notes", tags=["notes"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_note(
    text: NoteText, notes: NotesDep, request: Request, response: Response
) -> NoteRead:
    """Create a note."""
    note_id = len(notes) + 1
    notes[note_id] = text
    response.headers["Location"] = f"{request.url.path}/{note_id}"
    return NoteRead(id=note_id, text=text)


@router.get("/{note_id}")
async def read_note(note_id: int, notes: NotesDep) -> NoteRead:
    """Return one note."""
    return NoteRead(id=note_id, text=notes[note_id])


@router.delete("/{note_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_note(note_id: int, notes: NotesDep) -> None:
    """Delete a note; one that is gone is no error."""
    notes.pop(note_id, None)
