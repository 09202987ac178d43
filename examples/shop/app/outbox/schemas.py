"""What handlers see of a message."""

from typing import Any

from pydantic import BaseModel, ConfigDict

ORDER_PLACED = "order_placed"
ORDER_WEBHOOK = "order_webhook"


class Message(BaseModel):
    """One delivery; `attempts` counts this one too."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    id: int
    topic: str
    payload: dict[str, Any]
    attempts: int
    request_id: str | None = None


class OrderPlaced(BaseModel):
    """The payload of both topics; what else the writer adds is ignored."""

    order_id: int
    user_id: int
