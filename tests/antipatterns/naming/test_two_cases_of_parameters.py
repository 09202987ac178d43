"""A client that asks two routes with one name of a parameter."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import FastAPI, Query
from httpx import Request, Response

from antipatterns.naming import two_cases_of_parameters as wrong
from app.core.pagination import PageParams

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def test_parameter_in_the_other_case_is_ignored(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = FastAPI()
    app.include_router(wrong.router)

    orders, items = [
        await ask(app, Request("GET", f"http://test/{name}?max_price=10"))
        for name in ("orders", "items")
    ]

    assert (items.status_code, len(orders.json()), len(items.json())) == (200, 1, 3)
    measured(
        f"`?max_price=10` returned {len(orders.json())} of 3 orders, and "
        f"{len(items.json())} of 3 items with status {items.status_code}."
    )


async def test_shop_refuses_the_other_case(ask: Ask) -> None:
    app = FastAPI()

    @app.get("/orders")
    async def list_orders(params: Annotated[PageParams, Query()]) -> int:
        return params.page_size + params.offset

    known, unknown = [
        await ask(app, Request("GET", f"http://test/orders?{name}=5"))
        for name in ("page_size", "pageSize")
    ]

    assert (known.json(), unknown.status_code) == (5, 422)
