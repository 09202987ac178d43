"""A client that sends a log entry of its own as the request ID."""

import logging
from collections.abc import Awaitable, Callable

import pytest
from asgi_correlation_id import CorrelationIdFilter, CorrelationIdMiddleware
from fastapi import FastAPI
from httpx import Request, Response
from servers import http_server
from starlette.middleware import Middleware

from antipatterns.middleware import unchecked_request_id as wrong
from app.core.request_ids import is_request_id

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
FORGED = "7 level=info event=admin_login user=root"
RIGHT = Middleware(CorrelationIdMiddleware, validator=is_request_id)
logger = logging.getLogger("shop")


async def log_line(
    middleware: Middleware,
    sent: dict[str, str],
    ask: Ask,
    caplog: pytest.LogCaptureFixture,
) -> str:
    """Return the line that the route logs."""
    app = FastAPI(middleware=[middleware])
    caplog.handler.addFilter(CorrelationIdFilter())
    caplog.handler.setFormatter(
        logging.Formatter("request_id=%(correlation_id)s event=%(message)s")
    )

    @app.get("/orders")
    async def list_orders() -> None:
        logger.warning("orders_listed")

    await ask(app, Request("GET", "http://shop/orders", headers=sent))
    [line] = [each for each in caplog.text.splitlines() if "orders_listed" in each]
    return line


async def test_client_writes_its_text_into_the_log(
    ask: Ask, caplog: pytest.LogCaptureFixture, measured: Callable[[str], None]
) -> None:
    middleware = Middleware(wrong.RequestIdMiddleware)

    line = await log_line(middleware, {"X-Request-ID": FORGED}, ask, caplog)

    assert line == f"request_id={FORGED} event=orders_listed"
    measured(f"A client wrote its own fields into the log: `{line}`.")


async def test_id_that_is_no_uuid_is_replaced(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    line = await log_line(RIGHT, {"X-Request-ID": FORGED}, ask, caplog)

    assert "admin_login" not in line


def test_lifespan_has_no_request_id() -> None:
    app = FastAPI(middleware=[Middleware(wrong.RequestIdMiddleware)])

    with http_server(app) as address:
        assert address
