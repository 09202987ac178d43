import pytest
from fastapi import HTTPException
from httpx import ASGITransport, AsyncClient
from starlette.types import Message, Receive, Scope, Send

from app.config import Settings
from app.core.middleware import (
    MOST_HOSTS,
    AllowedHostsMiddleware,
    BodyLimitMiddleware,
    CatchAllMiddleware,
)
from app.main import create_app

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


async def test_failure_before_the_response_is_answered(
    send: Send, sent: list[Message]
) -> None:
    await CatchAllMiddleware(fail)(HTTP, nothing_to_receive, send)

    assert sent[0]["status"] == 500


async def test_failure_after_the_start_is_left_to_the_server(
    send: Send, sent: list[Message]
) -> None:
    with pytest.raises(RuntimeError, match="out of tea"):
        await CatchAllMiddleware(start_and_fail)(HTTP, nothing_to_receive, send)

    assert sent == [START]


async def test_failure_outside_http_is_left_to_the_server(send: Send) -> None:
    with pytest.raises(RuntimeError, match="out of tea"):
        await CatchAllMiddleware(fail)({"type": "lifespan"}, nothing_to_receive, send)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("shop.example", 200),
        ("SHOP.example:8000", 200),
        ("a.api.example", 200),
        ("evil.example", 400),
        ("shop.example.evil.example", 400),
        ("", 400),
    ],
)
async def test_only_our_hosts_are_served(host: str, status: int) -> None:
    app = create_app(Settings(allowed_hosts=["shop.example", "*.api.example"]))

    async with AsyncClient(transport=ASGITransport(app), base_url="http://x") as client:
        response = await client.get("/health", headers={"Host": host})

    assert response.status_code == status
    assert "x-request-id" in response.headers


async def test_refused_host_is_a_problem() -> None:
    app = create_app(Settings(allowed_hosts=["shop.example"]))

    async with AsyncClient(transport=ASGITransport(app), base_url="http://x") as client:
        response = await client.get("/health")

    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "This host is not served here.",
        "instance": "/health",
        "code": "http_400",
    }


async def test_who_names_no_host_is_refused_although_others_were_served(
    send: Send, sent: list[Message]
) -> None:
    async def serve(_: Scope, __: Receive, ___: Send) -> None:
        """Answer nothing."""

    layer = AllowedHostsMiddleware(serve, ["shop.example"])
    await layer(
        {**HTTP, "headers": [(b"host", b"shop.example")]}, nothing_to_receive, send
    )
    await layer(HTTP, nothing_to_receive, send)

    assert sent[0]["status"] == 400


async def test_hosts_of_a_wildcard_are_served_and_not_all_remembered(
    send: Send, sent: list[Message]
) -> None:
    served: list[Scope] = []

    async def serve(scope: Scope, _: Receive, __: Send) -> None:
        served.append(scope)

    layer = AllowedHostsMiddleware(serve, ["*.shop.example"])
    scopes = [
        {**HTTP, "headers": [(b"host", b"%d.shop.example" % number)]}
        for number in range(MOST_HOSTS + 1)
    ]
    for scope in scopes:
        await layer(scope, nothing_to_receive, send)

    assert served == scopes
    assert len(layer.known) == MOST_HOSTS
    assert sent == []


async def test_pieces_of_a_body_are_counted_together(send: Send) -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"123456", "more_body": True}

    async def read_twice(_: Scope, receive: Receive, __: Send) -> None:
        await receive()
        await receive()

    with pytest.raises(HTTPException) as caught:
        await BodyLimitMiddleware(read_twice, 11)(HTTP, receive, send)
    await BodyLimitMiddleware(read_twice, 12)(HTTP, receive, send)

    assert caught.value.status_code == 413
