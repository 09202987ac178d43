"""A client that sends an invalid message, and then a valid one."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI, WebSocketDisconnect
from starlette.types import Message

from antipatterns.streaming import unchecked_message as wrong
from patterns.streaming import checked_message as right

VALID = '{"quantity": 2}'


async def talk(example: ModuleType, *texts: str) -> list[str]:
    """Send the messages, disconnect, and return the answers."""
    app = FastAPI()
    app.include_router(example.router)
    messages: list[dict[str, Any]] = [
        {"type": "websocket.connect"},
        *({"type": "websocket.receive", "text": text} for text in texts),
        {"type": "websocket.disconnect", "code": 1000},
    ]
    answers: list[str] = []
    scope = {
        "type": "websocket",
        "path": "/cart",
        "query_string": b"",
        "headers": [],
        "subprotocols": [],
    }

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            answers.append(message["text"])

    try:
        await app(scope, receive, send)
    except KeyError as error:
        answers.append(repr(error))
    return answers


async def test_one_invalid_message_ends_the_connection(
    measured: Callable[[str], None],
) -> None:
    answers = await talk(wrong, "{}", VALID)

    assert answers == ["KeyError('quantity')"]
    measured(f"The first of 2 messages ended the connection with `{answers[0]}`.")


async def test_disconnect_is_an_exception() -> None:
    with pytest.raises(WebSocketDisconnect):
        await talk(wrong, VALID)


async def test_invalid_message_gets_an_error() -> None:
    answers = await talk(right, "{}", "tea", '{"quantity": 101}', VALID)

    assert answers == ['{"code":"invalid_change"}'] * 3 + ['{"quantity":2}']
