"""An export whose last event says whether it is complete."""

from collections.abc import AsyncIterator

import structlog
from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent

from patterns.streaming.progress import SourceDep

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
router = APIRouter()


@router.get("/export", response_class=EventSourceResponse)
async def export_rows(source: SourceDep) -> AsyncIterator[ServerSentEvent]:
    """Send each row, then `done` or `error`."""
    try:
        async for row in source.steps(1):
            yield ServerSentEvent(event="row", data=row)
    except Exception:
        logger.exception("export_failed")
        yield ServerSentEvent(event="error", data={"code": "export_failed"})
    else:
        yield ServerSentEvent(event="done", data={})
