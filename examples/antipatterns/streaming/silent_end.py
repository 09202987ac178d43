# /// bad
# ast-grep = ["STREAM-003"]
# harm = "tests/antipatterns/streaming/test_silent_end.py::test_failed_export_looks_complete"
# right = "examples/patterns/streaming/error_event.py"
# ///
"""An export that ends early when it fails."""

from collections.abc import AsyncIterator

import structlog
from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent

from patterns.streaming.progress import SourceDep

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
router = APIRouter()


@router.get("/export", response_class=EventSourceResponse)
async def export_rows(source: SourceDep) -> AsyncIterator[ServerSentEvent]:
    """Send each row."""
    try:
        async for row in source.steps(1):
            yield ServerSentEvent(event="row", data=row)
    except Exception:
        logger.exception("export_failed")
