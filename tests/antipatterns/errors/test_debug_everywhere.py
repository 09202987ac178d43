"""What a client reads when a route fails."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import Request, Response
from pydantic import ValidationError

from antipatterns.errors import debug_everywhere as wrong
from app.config import Settings
from app.main import create_app

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def body_of_failure(app: FastAPI, ask: Ask) -> str:
    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("the secret is 42")

    response = await ask(app, Request("GET", "http://test/fails"))
    assert response.status_code == 500
    return response.text


async def test_client_reads_the_traceback(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    body = await body_of_failure(wrong.create_app(), ask)

    assert "Traceback" in body
    assert str(Path(__file__)) in body
    assert "the secret is 42" in body
    last = body.rstrip().splitlines()[-1]
    measured(f"The body contained the traceback, down to its last line: “{last}”.")


async def test_shop_hides_it_and_refuses_debug_in_production(ask: Ask) -> None:
    body = await body_of_failure(create_app(Settings()), ask)

    assert "Traceback" not in body
    assert "the secret is 42" not in body
    with pytest.raises(ValidationError, match="APP_DEBUG must be false"):
        Settings(environment="production", debug=True)
