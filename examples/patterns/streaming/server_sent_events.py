"""Server-sent events that FastAPI encodes."""

from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent

MESSAGES = ["hello"]
router = APIRouter()


@router.get("/chat/events", response_class=EventSourceResponse)
async def watch_chat() -> AsyncIterator[ServerSentEvent]:
    """Send the messages of the chat."""
    for number, message in enumerate(MESSAGES):
        yield ServerSentEvent(event="message", data=message, id=str(number))
