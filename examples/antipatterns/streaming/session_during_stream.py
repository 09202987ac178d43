# /// bad
# ast-grep = ["STREAM-001"]
# also = { DB-001 = "scope function closes the session while the generator uses it" }
# harm = "tests/antipatterns/streaming/test_session_during_stream.py::test_open_streams_exhaust_the_pool"
# right = "examples/patterns/streaming/session_before_stream.py"
# ///
"""A stream whose request-scoped session stays open until its end."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlalchemy.ext.asyncio import AsyncSession

from patterns.streaming.progress import Import, SessionsDep, SourceDep

router = APIRouter()


async def get_session(sessions: SessionsDep) -> AsyncGenerator[AsyncSession]:
    """Open a session, and close it after the response."""
    async with sessions() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]


@router.get("/imports/{import_id}/events", response_class=EventSourceResponse)
async def watch_import(
    import_id: int, session: SessionDep, source: SourceDep
) -> AsyncGenerator[ServerSentEvent]:
    """Send each step of the import."""
    found = await session.get_one(Import, import_id)
    async for step in source.steps(found.id):
        yield ServerSentEvent(event="step", data=step)
