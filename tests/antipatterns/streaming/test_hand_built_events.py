"""A chat message that holds a line break and an event of its own."""

from collections.abc import Awaitable, Callable
from types import ModuleType

import pytest
from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.streaming import hand_built_events as wrong
from patterns.streaming import server_sent_events as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
FORGED = "hi\n\nevent: logout\ndata: now"


async def read_chat(
    example: ModuleType, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], Response]:
    """Return the names of the events that the client gets."""
    monkeypatch.setattr(example, "MESSAGES", [FORGED])
    app = FastAPI()
    app.include_router(example.router)
    response = await ask(app, Request("GET", "http://shop/chat/events"))
    lines = response.text.splitlines()
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event")]
    return names, response


async def test_line_break_in_message_forges_an_event(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    names, response = await read_chat(wrong, ask, monkeypatch)

    assert names == ["message", "logout"]
    assert "x-accel-buffering" not in response.headers
    measured(f"One chat message arrived as {len(names)} events; one was `{names[1]}`.")


async def test_message_stays_one_event(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, response = await read_chat(right, ask, monkeypatch)

    assert names == ["message"]
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["x-accel-buffering"] == "no"
