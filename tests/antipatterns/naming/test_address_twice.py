"""What clients see of two schemas with one name."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.naming import order_address, user_address
from patterns.naming import own_schema_names as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]

OWN = "HTTPValidationError", "ValidationError"
USER = Request("GET", "http://test/users/me/address")
ORDER = Request("GET", "http://test/orders/7/address")


def app_of(*routers: APIRouter) -> FastAPI:
    """Return an app with these routes."""
    app = FastAPI()
    for router in routers:
        app.include_router(router)
    return app


async def schema_names(ask: Ask, *routers: APIRouter) -> list[str]:
    """Return the names of the schemas in the OpenAPI document, once routes answered."""
    app = app_of(*routers)
    answers = [await ask(app, request) for request in (USER, ORDER)[: len(routers)]]
    assert [answer.status_code for answer in answers] == [200] * len(routers)
    names = app.openapi()["components"]["schemas"]
    return [name for name in names if name not in OWN]


async def test_second_schema_renames_the_first(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    [before] = await schema_names(ask, user_address.router)
    _, after = await schema_names(ask, user_address.router, order_address.router)

    assert before == "Address"
    assert after == "antipatterns__naming__user_address__Address"
    measured(
        f"The document named the schema `{before}`; after another module defined an "
        f"`Address` too, it named the first one `{after}`."
    )


async def test_second_schema_leaves_the_name_of_the_first(ask: Ask) -> None:
    before = await schema_names(ask, right.users)
    after = await schema_names(ask, right.users, right.orders)

    assert (before, after) == (["UserAddress"], ["DeliveryAddress", "UserAddress"])
