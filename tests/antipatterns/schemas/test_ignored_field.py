"""An update with a misspelt field."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.schemas import ignored_field as wrong
from patterns.schemas import forbidden_extra as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def update(ask: Ask, router: APIRouter, body: dict[str, bool]) -> Response:
    app = FastAPI()
    app.include_router(router)
    return await ask(app, Request("PATCH", "http://shop/preferences", json=body))


async def test_misspelt_field_is_ignored(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await update(ask, wrong.router, {"newsleter": False})

    assert (response.status_code, response.json()) == (200, {"newsletter": True})
    measured(
        f"An update with `newsleter: false` was answered {response.status_code},"
        f" and `newsletter` is still {response.text.rpartition(':')[2][:-1]}."
    )


@pytest.mark.parametrize("router", [wrong.router, right.router])
async def test_known_field_is_changed(ask: Ask, router: APIRouter) -> None:
    response = await update(ask, router, {"newsletter": False})

    assert (response.status_code, response.json()) == (200, {"newsletter": False})


async def test_misspelt_field_is_refused(ask: Ask) -> None:
    response = await update(ask, right.router, {"newsleter": False})

    assert response.status_code == 422
    [error] = response.json()["detail"]
    assert (error["loc"], error["type"]) == (["body", "newsleter"], "extra_forbidden")
