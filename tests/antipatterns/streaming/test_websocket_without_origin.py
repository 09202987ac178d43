"""A page of another origin that opens a WebSocket in the user's browser."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.types import Message

from antipatterns.streaming import websocket_without_origin as wrong
from patterns.streaming import checked_websocket as right

OWN = "https://shop.example"
FOREIGN = "https://attacker.example"


async def connect(example: ModuleType, origin: str, cookie: str) -> list[Any]:
    """Open the WebSocket; return what the server sent."""
    app = FastAPI()
    app.include_router(example.router)
    sent: list[Any] = []
    scope = {
        "type": "websocket",
        "path": "/messages",
        "query_string": b"",
        "headers": Headers({"Origin": origin, "Cookie": cookie}).raw,
        "subprotocols": [],
    }

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


async def test_page_of_another_origin_reads_messages(
    measured: Callable[[str], None],
) -> None:
    [_, message, _] = await connect(wrong, FOREIGN, "session=s3cret")

    assert message["text"] == "messages of ada"
    measured(f"A page of {FOREIGN} read `{message['text']}`.")


async def test_unknown_session_is_accepted_and_then_closed() -> None:
    sent = await connect(wrong, FOREIGN, "session=unknown")

    assert [message["type"] for message in sent] == [
        "websocket.accept",
        "websocket.close",
    ]


@pytest.mark.parametrize(
    ("origin", "cookie"),
    [
        pytest.param(FOREIGN, "session=s3cret", id="origin"),
        pytest.param(OWN, "session=unknown", id="session"),
    ],
)
async def test_foreign_page_and_unknown_session_are_refused(
    origin: str, cookie: str
) -> None:
    [refusal] = await connect(right, origin, cookie)

    assert (refusal["type"], refusal["code"]) == ("websocket.close", 1008)


async def test_own_page_reads_messages() -> None:
    [_, message, _] = await connect(right, OWN, "session=s3cret")

    assert message["text"] == "messages of ada"
