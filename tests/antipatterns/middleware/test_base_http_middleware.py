"""A middleware that logs what the route has put into a context variable."""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from types import ModuleType
from typing import Any

from fastapi import FastAPI
from httpx import Request, Response
from servers import http_server
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request as ServerRequest
from starlette.responses import Response as ServerResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from structlog.testing import capture_logs

from antipatterns.middleware import base_http_middleware as wrong
from patterns.middleware import pure_asgi as right
from tests.antipatterns.logs.loggers import fresh_loggers

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
REQUEST = Request("GET", "http://shop/orders")


async def log_of_request(
    example: ModuleType, ask: Ask
) -> list[MutableMapping[str, Any]]:
    """Return the entries of one request of the user Ada."""
    app = FastAPI()
    app.add_middleware(example.UserLogMiddleware)

    @app.get("/orders")
    async def list_orders() -> None:
        example.user_id.set("ada")

    with fresh_loggers(example), capture_logs() as entries:
        await ask(app, REQUEST)
    return entries


async def test_base_http_middleware_does_not_see_the_user(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    [entry] = await log_of_request(wrong, ask)

    assert entry["user_id"] is None
    measured(f"The route set `user_id=ada`, the middleware logged {entry['user_id']}.")


async def test_pure_asgi_middleware_sees_the_user(ask: Ask) -> None:
    [entry] = await log_of_request(right, ask)

    assert entry["user_id"] == "ada"


def test_lifespan_passes_through_and_is_not_logged() -> None:
    app = FastAPI()
    app.add_middleware(right.UserLogMiddleware)

    with (
        fresh_loggers(right),
        capture_logs() as entries,
        http_server(app) as address,
    ):
        assert address

    assert entries == []


class PureMiddleware:
    """Does nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app."""
        await self.app(scope, receive, send)


async def call(
    request: ServerRequest, call_next: RequestResponseEndpoint
) -> ServerResponse:
    """Call the app."""
    return await call_next(request)


async def test_pure_asgi_middleware_takes_less_time(
    ask: Ask, record_property: Callable[[str, object], None]
) -> None:
    apps = [FastAPI(), FastAPI(), FastAPI()]
    for app in apps:
        app.add_api_route("/orders", list)
    apps[1].add_middleware(PureMiddleware)
    apps[2].add_middleware(BaseHTTPMiddleware, dispatch=call)

    durations: list[list[float]] = [[] for _ in apps]
    for _ in range(200):
        for app, taken in zip(apps, durations, strict=True):
            started_at = time.perf_counter()
            await ask(app, REQUEST)
            taken.append(time.perf_counter() - started_at)

    none, pure, base = (min(taken) for taken in durations)
    assert base - none > 3 * (pure - none)
    record_property(
        "shown:cost",
        f"pure ASGI            {max(pure - none, 0) * 1e6:4.0f} µs\n"
        f"BaseHTTPMiddleware   {(base - none) * 1e6:4.0f} µs",
    )
