"""A stream that reads what it needs before it starts."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from patterns.streaming.progress import Import, SessionsDep, SourceDep

router = APIRouter()


async def find_import(sessions: SessionsDep, import_id: int) -> Import:
    """Read the import in a session of its own, which ends here."""
    async with sessions() as session:
        return await session.get_one(Import, import_id)


@router.get("/imports/{import_id}/events", response_class=EventSourceResponse)
async def watch_import(
    found: Annotated[Import, Depends(find_import)], source: SourceDep
) -> AsyncGenerator[ServerSentEvent]:
    """Send each step of the import."""
    async for step in source.steps(found.id):
        yield ServerSentEvent(event="step", data=step)
