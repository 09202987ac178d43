import json
from asyncio import open_connection

import pytest
from fastapi import FastAPI, Request
from httpx import URL
from servers import http_server
from starlette.types import Message, Receive, Scope, Send

from app.core.headers import HeaderLinesMiddleware, combine_lines

REQUEST = b"""GET / HTTP/1.1\r
Host: shop.example\r
If-Match: "1-1" \t\r
If-Match:"2-1" \r
Connection: close\r
\r
"""


@pytest.mark.parametrize(
    ("lines", "combined"),
    [
        pytest.param([(b"a", b"1"), (b"b", b"2")], [(b"a", b"1"), (b"b", b"2")]),
        pytest.param([(b"a", b" \t1 2\t ")], [(b"a", b"1 2")], id="white-space"),
        pytest.param([(b"a", b"\x0b1\x0c")], [(b"a", b"\x0b1\x0c")], id="other-space"),
        pytest.param([(b"a", b"1"), (b"a", b"2 ")], [(b"a", b"1, 2")], id="list"),
        pytest.param(
            [(b"cookie", b"a=1"), (b"cookie", b"b=2")],
            [(b"cookie", b"a=1; b=2")],
            id="cookies",
        ),
        pytest.param([], [], id="none"),
    ],
)
def test_lines_of_one_name_are_combined(
    lines: list[tuple[bytes, bytes]], combined: list[tuple[bytes, bytes]]
) -> None:
    assert combine_lines(lines) == combined


async def test_lifespan_scope_passes_unchanged() -> None:
    scope: Scope = {"type": "lifespan"}
    received: Message = {"type": "lifespan.startup"}
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"scope": scope, "received": await receive()})

    async def receive() -> Message:
        return received

    async def send(message: Message) -> None:
        sent.append(message)

    await HeaderLinesMiddleware(app)(scope, receive, send)

    assert sent[0]["scope"] is scope
    assert sent[0]["received"] is received


async def test_server_passes_on_one_line_without_white_space() -> None:
    app = FastAPI()
    app.add_middleware(HeaderLinesMiddleware)

    @app.get("/")
    async def read_header(request: Request) -> list[str]:
        return request.headers.getlist("if-match")

    with http_server(app) as address:
        url = URL(address)
        reader, writer = await open_connection(url.host, url.port)
        writer.write(REQUEST)
        answer = await reader.read()
        writer.close()

    assert json.loads(answer.partition(b"\r\n\r\n")[2]) == ['"1-1", "2-1"']
