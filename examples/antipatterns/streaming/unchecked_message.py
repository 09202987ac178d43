# /// bad
# ast-grep = ["STREAM-006"]
# harm = "tests/antipatterns/streaming/test_unchecked_message.py::test_one_invalid_message_ends_the_connection"
# right = "examples/patterns/streaming/checked_message.py"
# ///
"""A WebSocket that trusts the shape of each message."""

from fastapi import APIRouter, WebSocket

router = APIRouter()


@router.websocket("/cart")
async def change_cart(websocket: WebSocket) -> None:
    """Answer each change with the new quantity."""
    await websocket.accept()
    while True:
        change = await websocket.receive_json()
        await websocket.send_json({"quantity": change["quantity"]})
