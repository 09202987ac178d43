"""Notices that fit several schemas, or none."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.schemas import untagged_union as wrong
from patterns.schemas import tagged_union as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

NOTICE = {"to": "+49 30 123456", "text": "Sold out."}
NO_TEXT = {"to": "+49 30 123456"}
TEXT_MESSAGE = {"kind": "text"}


async def send(ask: Ask, router: APIRouter, notice: dict[str, str]) -> Response:
    app = FastAPI()
    app.include_router(router)
    return await ask(
        app, Request("POST", "http://shop/notices", json={"notice": notice})
    )


async def test_notice_for_a_phone_becomes_an_email(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await send(ask, wrong.router, NOTICE)

    assert (response.status_code, response.json()) == (202, "email")
    measured(f"A notice to {NOTICE['to']} was accepted as an {response.json()}.")


async def test_field_of_one_schema_chooses_it(ask: Ask) -> None:
    response = await send(ask, wrong.router, NOTICE | {"sender": "Tea Shop"})

    assert response.json() == "text message"


async def test_missing_text_is_reported_for_each_schema(ask: Ask) -> None:
    response = await send(ask, wrong.router, NO_TEXT)

    assert len(response.json()["detail"]) == 2


@pytest.mark.parametrize(
    ("kind", "channel"), [("email", "email"), ("text", "text message")]
)
async def test_kind_chooses_the_schema(ask: Ask, kind: str, channel: str) -> None:
    response = await send(ask, right.router, NOTICE | {"kind": kind})

    assert (response.status_code, response.json()) == (202, channel)


async def test_missing_kind_is_refused(ask: Ask) -> None:
    response = await send(ask, right.router, NOTICE)

    assert response.status_code == 422
    [error] = response.json()["detail"]
    assert error["type"] == "union_tag_not_found"


async def test_missing_text_is_reported_once(ask: Ask) -> None:
    response = await send(ask, right.router, NO_TEXT | TEXT_MESSAGE)

    assert len(response.json()["detail"]) == 1
