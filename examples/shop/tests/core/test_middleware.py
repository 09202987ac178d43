import pytest
from starlette.types import Message, Receive, Scope, Send

from app.core.middleware import (
    CatchAllMiddleware,
    HeadMiddleware,
    SecurityHeadersMiddleware,
)

HTTP: Scope = {"type": "http", "path": "/tea", "headers": []}
START: Message = {"type": "http.response.start", "status": 200, "headers": []}


async def nothing_to_receive() -> Message:
    return {"type": "http.disconnect"}


async def fail(_: Scope, __: Receive, ___: Send) -> None:
    raise RuntimeError("out of tea")


async def start_and_fail(_: Scope, __: Receive, send: Send) -> None:
    await send(START)
    raise RuntimeError("out of tea")


@pytest.fixture
def sent() -> list[Message]:
    return []


@pytest.fixture
def send(sent: list[Message]) -> Send:
    async def send(message: Message) -> None:
        sent.append(message)

    return send


async def test_exception_before_the_response_is_answered(
    send: Send, sent: list[Message]
) -> None:
    await CatchAllMiddleware(fail)(HTTP, nothing_to_receive, send)

    assert sent[0]["status"] == 500


async def test_exception_after_the_start_reaches_the_server(
    send: Send, sent: list[Message]
) -> None:
    with pytest.raises(RuntimeError, match="out of tea"):
        await CatchAllMiddleware(start_and_fail)(HTTP, nothing_to_receive, send)

    assert sent == [START]


async def test_exception_outside_http_reaches_the_server(send: Send) -> None:
    with pytest.raises(RuntimeError, match="out of tea"):
        await CatchAllMiddleware(fail)({"type": "lifespan"}, nothing_to_receive, send)


async def test_security_headers_need_no_root_path_in_the_scope(
    send: Send, sent: list[Message]
) -> None:
    async def start(_: Scope, __: Receive, send: Send) -> None:
        await send({**START, "headers": [(b"x-first", b"kept")]})

    layer = SecurityHeadersMiddleware(start, {"Content-Security-Policy": "none"})
    await layer(HTTP, nothing_to_receive, send)

    assert sent[0]["headers"] == [
        (b"x-first", b"kept"),
        (b"content-security-policy", b"none"),
    ]


async def test_head_reaches_the_app_as_get_and_stays_head_outside(send: Send) -> None:
    calls: list[tuple[str, Receive, Send]] = []

    async def note(scope: Scope, receive: Receive, send: Send) -> None:
        calls.append((scope["method"], receive, send))
        scope["route"] = "tea"

    scope = {**HTTP, "method": "HEAD"}
    await HeadMiddleware(note)(scope, nothing_to_receive, send)

    assert calls == [("GET", nothing_to_receive, send)]
    assert scope == {**HTTP, "method": "HEAD", "route": "tea"}
