"""A scanner that requests 100 paths that do not exist."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response
from starlette.exceptions import HTTPException
from structlog.testing import capture_logs

from antipatterns.logs import client_error_as_error as wrong
from patterns.logs import access_log as right
from tests.antipatterns.logs.loggers import fresh_loggers

REQUESTS = 100
type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def levels_of(app: FastAPI, ask: Ask) -> list[str]:
    """Return the levels of what the scan logs."""
    with fresh_loggers(wrong, right), capture_logs() as entries:
        for number in range(REQUESTS):
            response = await ask(app, Request("GET", f"http://test/{number}.php"))
            assert response.status_code == 404
    return [entry["log_level"] for entry in entries]


async def test_scan_logs_an_error_for_each_request(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = FastAPI()
    app.exception_handler(HTTPException)(wrong.on_http_exception)

    levels = await levels_of(app, ask)

    errors = levels.count("error")
    assert errors == REQUESTS
    measured(f"A scan of {REQUESTS} unknown paths logged {errors} errors.")


async def test_scan_logs_no_error(ask: Ask) -> None:
    app = FastAPI()
    app.add_middleware(right.AccessLogMiddleware)

    assert await levels_of(app, ask) == ["info"] * REQUESTS
