"""A name of blanks only."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.values import stripped_after_check as wrong
from patterns.values import stripped_before_check as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

BLANKS = "   "


async def create(ask: Ask, router: APIRouter, name: str) -> Response:
    app = FastAPI()
    app.include_router(router)
    return await ask(app, Request("POST", "http://shop/products", json={"name": name}))


async def test_blank_name_becomes_empty(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await create(ask, wrong.router, BLANKS)

    assert (response.status_code, response.json()) == (201, "")
    measured(
        f"A name of {len(BLANKS)} blanks was answered {response.status_code}, and"
        f" stored with {len(response.json())} characters."
    )


@pytest.mark.parametrize("router", [wrong.router, right.router])
async def test_name_is_stripped(ask: Ask, router: APIRouter) -> None:
    response = await create(ask, router, " Tea ")

    assert (response.status_code, response.json()) == (201, "Tea")


@pytest.mark.parametrize("name", [BLANKS, "", "x" * 101])
async def test_blank_name_is_refused(ask: Ask, name: str) -> None:
    assert (await create(ask, right.router, name)).status_code == 422


async def test_blanks_do_not_count(ask: Ask) -> None:
    response = await create(ask, right.router, f"{BLANKS}{'x' * 100}")

    assert response.status_code == 201
