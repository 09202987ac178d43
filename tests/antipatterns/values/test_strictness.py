"""Orders in valid JSON, and orders whose values have another type."""

import json
from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.values import lax_numbers, strict_schema
from patterns.values import strict_fields as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type Body = dict[str, object]

ORDER: Body = {
    "basket": "2f1e4fc0-81fd-41da-9155-91a7c1f2b9e1",
    "size": "small",
    "deliver_on": "2027-01-31",
}
NUMBERS: Body = {"quantity": True, "is_gift": "off"}


async def order(ask: Ask, router: APIRouter, body: Body) -> Response:
    app = FastAPI()
    app.include_router(router)
    return await ask(app, Request("POST", "http://shop/orders", json=body))


async def test_strict_schema_refuses_every_field(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await order(ask, strict_schema.router, ORDER)

    assert response.status_code == 422
    refused = [error["loc"][-1] for error in response.json()["detail"]]
    assert refused == ["basket", "size", "deliver_on"]
    data = strict_schema.OrderCreate.model_validate_json(json.dumps(ORDER))
    assert await strict_schema.create_order(data) == "small, 2027-01-31"
    measured(
        f"A correct order was answered {response.status_code}, with errors in"
        f" {len(refused)} of {len(ORDER)} fields; `model_validate_json` accepted it."
    )


async def test_lax_field_accepts_true_as_one(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await order(ask, lax_numbers.router, NUMBERS)

    assert (response.status_code, response.json()) == (201, "1, no gift")
    measured(
        'The order `quantity: true, is_gift: "off"` was answered'
        f" {response.status_code}, and read as “{response.json()}”."
    )


async def test_lax_field_accepts_a_gift(ask: Ask) -> None:
    body: Body = {"quantity": 2, "is_gift": True}

    assert (await order(ask, lax_numbers.router, body)).json() == "2, gift"


async def test_strict_fields_refuse_other_types(ask: Ask) -> None:
    response = await order(ask, right.router, ORDER | NUMBERS)

    assert response.status_code == 422
    refused = [error["loc"][-1] for error in response.json()["detail"]]
    assert refused == ["quantity", "is_gift"]


@pytest.mark.parametrize(("is_gift", "gift"), [(True, "gift"), (False, "no gift")])
async def test_strict_fields_accept_a_correct_order(
    ask: Ask, is_gift: object, gift: str
) -> None:
    body = ORDER | {"quantity": 2, "is_gift": is_gift}

    response = await order(ask, right.router, body)

    assert response.status_code == 201
    assert response.json() == f"2 small, 2027-01-31, {gift}"
