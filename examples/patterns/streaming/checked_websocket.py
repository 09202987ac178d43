"""A WebSocket that checks origin and session before it accepts."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Header, WebSocket, WebSocketException

ALLOWED_ORIGINS = {"https://shop.example"}
POLICY_VIOLATION = 1008
USERS = {"s3cret": "ada"}
router = APIRouter()


async def get_user(
    origin: Annotated[str, Header()] = "", session: Annotated[str, Cookie()] = ""
) -> str:
    """Return the user of the session; refuse pages of other origins."""
    if origin not in ALLOWED_ORIGINS or session not in USERS:
        raise WebSocketException(POLICY_VIOLATION)
    return USERS[session]


@router.websocket("/messages")
async def watch_messages(
    websocket: WebSocket, user: Annotated[str, Depends(get_user)]
) -> None:
    """Send the messages of the user."""
    await websocket.accept()
    await websocket.send_text(f"messages of {user}")
    await websocket.close()
