from collections.abc import Awaitable, Callable

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import Request, Response
from structlog.testing import capture_logs

from patterns.logs import access_log
from tests.antipatterns.logs.loggers import fresh_loggers


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(access_log.AccessLogMiddleware)

    @app.get("/orders")
    async def list_orders() -> list[str]:
        return []

    @app.get("/broken")
    async def fail() -> None:
        raise RuntimeError("out of tea")

    return app


@pytest.mark.parametrize(
    ("path", "status", "level"),
    [("/orders", 200, "info"), ("/nowhere", 404, "info"), ("/broken", 500, "error")],
)
async def test_request_is_logged_once_with_its_status(
    ask: Callable[[FastAPI, Request], Awaitable[Response]],
    app: FastAPI,
    path: str,
    status: int,
    level: str,
) -> None:
    with fresh_loggers(access_log), capture_logs() as entries:
        await ask(app, Request("GET", f"http://test{path}?code=5b1c9a"))

    [entry] = entries
    assert 0 <= entry.pop("seconds") < 5
    assert entry == {
        "event": "request",
        "log_level": level,
        "method": "GET",
        "path": path,
        "status": status,
    }


async def test_lifespan_is_not_logged(app: FastAPI) -> None:
    with fresh_loggers(access_log), capture_logs() as entries:
        async with LifespanManager(app):
            pass

    assert entries == []
