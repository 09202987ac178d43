"""A deployment with another name for `production`."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import Request, Response
from pydantic import ValidationError

from antipatterns.configuration import free_environment as wrong
from app.config import Settings

Ask = Callable[[FastAPI, Request], Awaitable[Response]]

OTHER_NAMES = ("Production", "prod", "live")
OPENAPI = Request("GET", "http://test/openapi.json")


async def test_other_name_of_production_serves_the_docs(
    monkeypatch: pytest.MonkeyPatch, ask: Ask, measured: Callable[[str], None]
) -> None:
    statuses: list[int] = []
    for name in ("production", *OTHER_NAMES):
        monkeypatch.setenv("APP_ENVIRONMENT", name)
        response = await ask(wrong.create_app(wrong.Settings()), OPENAPI)
        statuses.append(response.status_code)

    assert statuses == [404, 200, 200, 200]
    names = ", ".join(f"`{name}`" for name in OTHER_NAMES)
    measured(
        f"With `production` the app hid its OpenAPI document; with {names} it "
        f"served the document with status {statuses[-1]}."
    )


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_shop_refuses_an_unknown_environment(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("APP_ENVIRONMENT", name)

    with pytest.raises(ValidationError, match="environment"):
        Settings()
