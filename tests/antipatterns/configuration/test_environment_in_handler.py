"""What clients see when a variable holds a value that can't be parsed."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import Request, Response
from pydantic import ValidationError

from antipatterns.configuration import environment_in_handler as wrong
from patterns.configuration import settings_at_start as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]

HEALTH = Request("GET", "http://test/health")
LIMITS = Request("GET", "http://test/limits")


async def test_bad_value_fails_each_request_after_a_healthy_start(
    monkeypatch: pytest.MonkeyPatch, ask: Ask, measured: Callable[[str], None]
) -> None:
    monkeypatch.setenv("APP_TIMEOUT", "3s")
    app = FastAPI()
    app.include_router(wrong.router)

    health, limits = await ask(app, HEALTH), await ask(app, LIMITS)

    assert (health.status_code, limits.status_code) == (200, 500)
    measured(
        "With `APP_TIMEOUT=3s` the app started and the health check returned "
        f"{health.status_code}; the first request returned {limits.status_code}."
    )


async def test_good_value_is_returned(
    monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.setenv("APP_TIMEOUT", "3")
    app = FastAPI()
    app.include_router(wrong.router)

    assert (await ask(app, LIMITS)).json() == {"timeout": 3.0}


def test_bad_value_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_TIMEOUT", "3s")

    with pytest.raises(ValidationError, match="timeout"):
        right.create_app()
