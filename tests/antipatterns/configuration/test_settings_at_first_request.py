"""When an app notices that a setting is invalid."""

from collections.abc import Awaitable, Callable, Iterator

import pytest
from fastapi import FastAPI
from httpx import Request, Response
from pydantic import ValidationError

from antipatterns.configuration import settings_at_first_request as wrong
from patterns.configuration import settings_at_start as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]

LIMITS = Request("GET", "http://test/limits")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(right.Settings.model_config, "env_file", None)
    wrong.get_settings.cache_clear()
    yield
    wrong.get_settings.cache_clear()


async def test_cached_settings_fail_at_the_first_request(
    monkeypatch: pytest.MonkeyPatch, ask: Ask, measured: Callable[[str], None]
) -> None:
    monkeypatch.setenv("APP_TIMEOUT", "-3")
    app = wrong.create_app()

    answers = [await ask(app, LIMITS) for _ in range(3)]

    failed = [answer.status_code for answer in answers].count(500)
    assert failed == 3
    measured(
        f"The app started with `APP_TIMEOUT=-3`, and {failed} of 3 requests got a 500."
    )


async def test_cached_settings_are_read_when_valid(
    monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.setenv("APP_TIMEOUT", "5")

    response = await ask(wrong.create_app(), LIMITS)

    assert response.json() == {"timeout": 5.0}


def test_settings_at_start_refuse_to_create_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APP_TIMEOUT", "-3")

    with pytest.raises(ValidationError, match="greater than 0"):
        right.create_app()


async def test_settings_of_the_app_reach_the_handler(
    monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.setenv("APP_TIMEOUT", "5")
    read, given = right.create_app(), right.create_app(right.Settings(timeout=7))

    answers = [(await ask(app, LIMITS)).json() for app in (read, given)]

    assert answers == [{"timeout": 5.0}, {"timeout": 7.0}]
