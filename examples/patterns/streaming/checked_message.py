"""A WebSocket that validates each message."""

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, ValidationError

router = APIRouter()


class Change(BaseModel):
    """A change of the cart."""

    quantity: int = Field(ge=0, le=100)


@router.websocket("/cart")
async def change_cart(websocket: WebSocket) -> None:
    """Answer each change with the new quantity, or with an error."""
    await websocket.accept()
    try:
        while True:
            text = await websocket.receive_text()
            try:
                change = Change.model_validate_json(text)
            except ValidationError:
                await websocket.send_json({"code": "invalid_change"})
            else:
                await websocket.send_json({"quantity": change.quantity})
    except WebSocketDisconnect:
        return
