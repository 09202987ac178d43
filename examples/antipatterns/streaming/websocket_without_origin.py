# /// bad
# ast-grep = ["STREAM-005"]
# harm = "tests/antipatterns/streaming/test_websocket_without_origin.py::test_page_of_another_origin_reads_messages"
# right = "examples/patterns/streaming/checked_websocket.py"
# ///
"""A WebSocket that accepts every page that has the user's cookie."""

from typing import Annotated

from fastapi import APIRouter, Cookie, WebSocket

USERS = {"s3cret": "ada"}
router = APIRouter()


@router.websocket("/messages")
async def watch_messages(
    websocket: WebSocket, session: Annotated[str, Cookie()] = ""
) -> None:
    """Send the messages of the user whose session cookie it is."""
    await websocket.accept()
    if session not in USERS:
        await websocket.close(1008)
        return
    await websocket.send_text(f"messages of {USERS[session]}")
    await websocket.close()
