# /// bad
# also = { REL-005 = "the export is lost as an event would be" }
# harm = "tests/antipatterns/background/test_export_in_background_task.py::test_stopped_server_loses_the_export"
# right = "examples/patterns/background/taskiq_jobs.py"
# ///
"""A slow export that runs in the process of the request."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Request

type Export = Callable[[str], Awaitable[None]]


async def get_export(request: Request) -> Export:
    """Return the function that writes a catalogue to a file."""
    export: Export = request.app.state.export
    return export


router = APIRouter()


@router.post("/exports", status_code=202)
async def start_export(
    category: str,
    export: Annotated[Export, Depends(get_export)],
    tasks: BackgroundTasks,
) -> None:
    """Answer at once, and export after the response."""
    tasks.add_task(export, category)
