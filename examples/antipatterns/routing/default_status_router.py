# /// bad
# ast-grep = ["ROUTE-005"]
# harm = "tests/antipatterns/routing/test_default_status_codes.py::test_creation_and_deletion_are_answered_200"
# right = "examples/patterns/routing/notes.py"
# ///
"""Creation and deletion with the default status code."""

from fastapi import APIRouter

from patterns.routing.notes import NoteRead, NotesDep, NoteText

router = APIRouter(prefix="/notes", tags=["notes"])


@router.post("")
async def create_note(text: NoteText, notes: NotesDep) -> NoteRead:
    """Create a note."""
    note_id = len(notes) + 1
    notes[note_id] = text
    return NoteRead(id=note_id, text=text)


@router.delete("/{note_id}")
async def delete_note(note_id: int, notes: NotesDep) -> None:
    """Delete a note; one that is gone is no error."""
    notes.pop(note_id, None)
