"""The access log of a callback with an authorization code in its query string."""

import logging
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from servers import http_server
from starlette.middleware.base import BaseHTTPMiddleware

from antipatterns.logs import access_log_with_query as wrong
from patterns.logs import access_log as right
from tests.antipatterns.logs.loggers import json_log

CODE = "5b1c9a"


@pytest.fixture(autouse=True)
def _no_client_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable the log of the test's own client, which holds the URL too."""
    monkeypatch.setattr(logging.getLogger("httpx"), "disabled", value=True)


async def send_callback(app: FastAPI) -> None:
    @app.get("/callback")
    async def accept(code: str) -> str:
        return code

    with json_log(wrong, right), http_server(app) as address:
        async with AsyncClient(base_url=address) as client:
            await client.get("/callback", params={"code": CODE})


def access_entries(output: str) -> list[str]:
    return [line for line in output.splitlines() if "/callback" in line]


async def test_callback_logs_the_code_twice(
    capsys: pytest.CaptureFixture[str], measured: Callable[[str], None]
) -> None:
    app = FastAPI()
    app.add_middleware(BaseHTTPMiddleware, dispatch=wrong.log_request)

    await send_callback(app)

    entries = access_entries(capsys.readouterr().out)
    leaks = [entry for entry in entries if CODE in entry]
    assert (len(entries), len(leaks)) == (2, 2)
    measured(
        f"One callback wrote {len(entries)} access log entries, uvicorn's and our own; "
        f"{len(leaks)} of them held its authorization code."
    )


async def test_callback_logs_its_path_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What `--no-access-log` does.
    monkeypatch.setattr(logging.getLogger("uvicorn.access"), "propagate", value=False)
    app = FastAPI()
    app.add_middleware(right.AccessLogMiddleware)

    await send_callback(app)

    entries = access_entries(capsys.readouterr().out)
    assert len(entries) == 1
    assert CODE not in entries[0]
