"""A consumer that resets the request ID after each message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.core.request_ids import bound_request_id


@dataclass
class Message:
    """A message; a scheduled one has no request ID."""

    name: str
    request_id: str | None = None


type Handler = Callable[[Message], Awaitable[None]]


async def handle_all(messages: list[Message], handle: Handler) -> None:
    """Handle each message with the ID of the request that caused it."""
    for message in messages:
        with bound_request_id(message.request_id):
            await handle(message)
