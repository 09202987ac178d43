"""Where an API key ends up that a client sends."""

import logging
import secrets
from collections.abc import Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import AsyncClient
from servers import http_server

from antipatterns.identity import key_in_url as wrong
from patterns.identity import key_in_header as right

KEY = f"shop_{secrets.token_urlsafe(32)}"


async def logged_line(
    router: APIRouter,
    caplog: pytest.LogCaptureFixture,
    *,
    params: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> str:
    """Request the reports; return the line of uvicorn's access log."""
    caplog.set_level(logging.INFO, "uvicorn.access")
    app = FastAPI()
    app.include_router(router)
    with http_server(app) as address:
        async with AsyncClient(base_url=address) as client:
            response = await client.get("/reports", params=params, headers=headers)
    assert response.json() == len(KEY)
    [line] = [
        one.getMessage() for one in caplog.records if one.name == "uvicorn.access"
    ]
    return line


async def test_access_log_contains_the_key(
    caplog: pytest.LogCaptureFixture, measured: Callable[[str], None]
) -> None:
    line = await logged_line(wrong.router, caplog, params={"api_key": KEY})

    assert KEY in line
    shown = line[line.index('"') :].replace(KEY[5:], "…")
    measured(f"uvicorn's access log held the whole key: `{shown}`.")


async def test_access_log_does_not_contain_the_header(
    caplog: pytest.LogCaptureFixture,
) -> None:
    line = await logged_line(right.router, caplog, headers={"X-API-Key": KEY})

    assert "/reports" in line
    assert KEY not in line
