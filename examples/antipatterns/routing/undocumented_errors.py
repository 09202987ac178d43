# /// bad
# harm = "tests/antipatterns/routing/test_undocumented_errors.py::test_schemathesis_reports_an_undocumented_404"
# right = "examples/patterns/routing/documented_errors.py"
# ///
"""A route that does not document the error that its service raises."""

from fastapi import APIRouter

from patterns.routing.documented_errors import NoteServiceDep

router = APIRouter(prefix="/notes", tags=["notes"])


@router.get("/{note_id}")
async def read_note(note_id: int, notes: NoteServiceDep) -> str:
    """Read one note."""
    return await notes.read(note_id)
