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


def schema_names(*routers: APIRouter) -> list[str]:
    """Return the names of the schemas in the OpenAPI document."""
    names = app_of(*routers).openapi()["components"]["schemas"]
    return [name for name in names if name not in OWN]


def test_second_schema_renames_the_first(measured: Callable[[str], None]) -> None:
    [before] = schema_names(user_address.router)
    _, after = schema_names(user_address.router, order_address.router)

    assert before == "Address"
    assert after == "antipatterns__naming__user_address__Address"
    measured(
        f"The document named the schema `{before}`; after another module defined an "
        f"`Address` too, it named the first one `{after}`."
    )


def test_second_schema_leaves_the_name_of_the_first() -> None:
    assert schema_names(right.users) == ["UserAddress"]
    assert schema_names(right.users, right.orders) == ["DeliveryAddress", "UserAddress"]


async def test_both_apps_answer_alike(ask: Ask) -> None:
    wrong = app_of(user_address.router, order_address.router)

    for app in (wrong, app_of(right.users, right.orders)):
        answers = [(await ask(app, request)).json() for request in (USER, ORDER)]
        assert answers == [{"street": "Mill Lane"}, {"street": "Mill Lane 7"}]
