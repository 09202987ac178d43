"""The log of a request whose handler raises."""

from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from fastapi import FastAPI
from httpx import Request, Response
from servers import http_server
from structlog.testing import capture_logs

from antipatterns.middleware import log_after_success as wrong
from patterns.middleware import log_in_finally as right
from tests.antipatterns.logs.loggers import fresh_loggers

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def log_of(example: ModuleType, ask: Ask) -> tuple[list[int], list[Any]]:
    """Return the statuses of a good and a failed request, and the log entries."""
    app = FastAPI()
    app.add_middleware(example.RequestLogMiddleware)

    @app.get("/good")
    async def succeed() -> str:
        return "ok"

    @app.get("/bad")
    async def fail() -> None:
        raise RuntimeError

    with fresh_loggers(example), capture_logs() as entries:
        good = await ask(app, Request("GET", "http://shop/good"))
        bad = await ask(app, Request("GET", "http://shop/bad"))
    return [good.status_code, bad.status_code], entries


async def test_failed_request_is_not_logged(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    statuses, entries = await log_of(wrong, ask)

    assert statuses == [200, 500]
    assert [entry["path"] for entry in entries] == ["/good"]
    measured(
        f"Two requests returned {statuses[0]} and {statuses[1]}; "
        f"{len(entries)} of them was logged."
    )


async def test_failed_request_is_logged_with_its_status(ask: Ask) -> None:
    statuses, entries = await log_of(right, ask)

    assert statuses == [200, 500]
    assert [(entry["path"], entry["status"]) for entry in entries] == [
        ("/good", 200),
        ("/bad", 500),
    ]


def test_lifespan_is_not_logged() -> None:
    apps = [FastAPI(), FastAPI()]
    apps[0].add_middleware(wrong.RequestLogMiddleware)
    apps[1].add_middleware(right.RequestLogMiddleware)

    with fresh_loggers(wrong, right), capture_logs() as entries:
        for app in apps:
            with http_server(app) as address:
                assert address

    assert entries == []
