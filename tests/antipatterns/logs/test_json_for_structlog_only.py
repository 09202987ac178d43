"""The lines that a server writes during one request."""

import json
import logging
from collections.abc import Callable, Generator

import pytest
import structlog
from fastapi import FastAPI
from httpx import AsyncClient
from servers import http_server

from antipatterns.logs import json_for_structlog_only as wrong
from app.core.logging import configure_logging


@pytest.fixture(autouse=True)
def _own_handlers() -> Generator[None]:
    """Remove the handlers of the test, and the configuration of structlog."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


async def serve_one_request() -> None:
    app = FastAPI()

    @app.get("/orders")
    async def list_orders() -> None:
        structlog.get_logger("shop").info("orders_listed")

    with http_server(app) as address:
        async with AsyncClient(base_url=address) as client:
            await client.get("/orders")


def is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


async def test_entries_of_other_loggers_are_not_json(
    capsys: pytest.CaptureFixture[str], measured: Callable[[str], None]
) -> None:
    wrong.configure_logging()

    await serve_one_request()

    lines = capsys.readouterr().out.splitlines()
    text = [line for line in lines if not is_json(line)]
    assert any('"GET /orders HTTP/1.1" 200' in line for line in text)
    assert len(lines) - len(text) == 1
    measured(
        f"A server that served one request wrote {len(lines)} lines; {len(text)} of "
        "them, such as uvicorn's access log, are not JSON."
    )


async def test_entries_of_every_logger_are_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("INFO", as_json=True, log_sql=False)

    await serve_one_request()

    lines = capsys.readouterr().out.splitlines()
    assert any("orders_listed" in line for line in lines)
    assert all(is_json(line) for line in lines)
