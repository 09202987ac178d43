# /// bad
# ast-grep = ["STREAM-002"]
# harm = "tests/antipatterns/streaming/test_hand_built_events.py::test_line_break_in_message_forges_an_event"
# right = "examples/patterns/streaming/server_sent_events.py"
# ///
"""Server-sent events that are put together as text."""

from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

MESSAGES = ["hello"]
router = APIRouter()


async def format_events() -> AsyncIterator[str]:
    """Yield an event for each chat message."""
    for message in MESSAGES:
        yield f"event: message\ndata: {message}\n\n"


@router.get("/chat/events")
async def watch_chat() -> StreamingResponse:
    """Send the messages of the chat."""
    return StreamingResponse(format_events(), media_type="text/event-stream")
