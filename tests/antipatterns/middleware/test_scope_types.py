"""WebSockets and the lifespan, through a middleware that checks an API key."""

from collections.abc import Awaitable, Callable, Mapping

import pytest
from fastapi import FastAPI, WebSocket
from httpx import Request, Response
from logged_process import StartError
from servers import http_server
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message

from antipatterns.middleware import unchecked_scope, unprotected_websocket
from patterns.middleware import protected_scopes as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type ApiKeyMiddleware = type[
    unchecked_scope.ApiKeyMiddleware
    | unprotected_websocket.ApiKeyMiddleware
    | right.ApiKeyMiddleware
]
KEY = "s3cret"


def create_app(middleware: ApiKeyMiddleware) -> FastAPI:
    """Return an app with a route and a WebSocket."""
    app = FastAPI()
    app.add_middleware(middleware, key=KEY)

    @app.get("/orders")
    async def list_orders() -> str:
        return "orders"

    @app.websocket("/orders")
    async def watch_orders(websocket: WebSocket) -> None:
        await websocket.accept()

    return app


async def connect(app: ASGIApp, headers: Mapping[str, str]) -> str:
    """Open a WebSocket; return the type of the first message of the server."""
    sent: list[str] = []
    scope = {
        "type": "websocket",
        "path": "/orders",
        "query_string": b"",
        "headers": Headers(headers).raw,
        "subprotocols": [],
    }

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message["type"])

    await app(scope, receive, send)
    return sent[0]


async def test_websocket_without_key_is_accepted(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = create_app(unprotected_websocket.ApiKeyMiddleware)

    refused = await ask(app, Request("GET", "http://shop/orders"))
    key = {"X-API-Key": KEY}
    allowed = await ask(app, Request("GET", "http://shop/orders", headers=key))
    answer = await connect(app, {})

    assert (refused.status_code, allowed.status_code) == (401, 200)
    assert answer == "websocket.accept"
    measured(
        f"Without the key, an HTTP request got a {refused.status_code} and a WebSocket "
        f"`{answer}`."
    )


async def test_websocket_without_key_is_closed() -> None:
    app = create_app(right.ApiKeyMiddleware)

    assert await connect(app, {}) == "websocket.close"
    assert await connect(app, {"X-API-Key": KEY}) == "websocket.accept"


async def test_request_without_key_is_refused(ask: Ask) -> None:
    app = create_app(right.ApiKeyMiddleware)
    key = {"X-API-Key": KEY}

    refused = await ask(app, Request("GET", "http://shop/orders"))
    allowed = await ask(app, Request("GET", "http://shop/orders", headers=key))

    assert (refused.status_code, allowed.status_code) == (401, 200)


async def test_middleware_that_reads_headers_breaks_the_lifespan(
    ask: Ask, caplog: pytest.LogCaptureFixture, measured: Callable[[str], None]
) -> None:
    app = create_app(unchecked_scope.ApiKeyMiddleware)

    refused = await ask(app, Request("GET", "http://shop/orders"))
    key = {"X-API-Key": KEY}
    allowed = await ask(app, Request("GET", "http://shop/orders", headers=key))
    with pytest.raises(StartError), http_server(app):
        pass

    assert (refused.status_code, allowed.status_code) == (401, 200)
    errors = [line for line in caplog.text.splitlines() if "Error:" in line]
    assert errors == ["KeyError: 'headers'"]
    measured(f"The app did not start: `{errors[0]}` in the lifespan scope.")


def test_lifespan_passes_the_middleware() -> None:
    with http_server(create_app(right.ApiKeyMiddleware)) as address:
        assert address
