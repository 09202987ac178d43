"""A coupon with two invalid fields."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI, HTTPException
from httpx import Request, Response

from antipatterns.values import http_error_in_validator as wrong
from patterns.values import value_error_in_validator as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type Body = dict[str, object]

INVALID: Body = {"code": "MUG-1", "percent": 200}
VALID: Body = {"code": "TEA-1", "percent": 20}


async def create(ask: Ask, router: APIRouter, body: Body) -> Response:
    app = FastAPI()
    app.include_router(router)
    return await ask(app, Request("POST", "http://shop/coupons", json=body))


async def test_http_error_hides_the_other_errors(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await create(ask, wrong.router, INVALID)

    assert response.status_code == 400
    named = [name for name in INVALID if name in response.text]
    assert named == ["code"]
    measured(
        f"Of {len(INVALID)} invalid fields the response named {len(named)},"
        f" with the status {response.status_code}."
    )


def test_http_error_leaves_the_schema_outside_http() -> None:
    with pytest.raises(HTTPException):
        wrong.CouponCreate.model_validate(INVALID)


@pytest.mark.parametrize("router", [wrong.router, right.router])
async def test_valid_coupon_is_created(ask: Ask, router: APIRouter) -> None:
    response = await create(ask, router, VALID)

    assert (response.status_code, response.json()) == (201, "TEA-1")


async def test_value_error_reports_both_fields(ask: Ask) -> None:
    response = await create(ask, right.router, INVALID)

    assert response.status_code == 422
    fields = [error["loc"] for error in response.json()["detail"]]
    assert fields == [["body", "code"], ["body", "percent"]]
