"""A list that is longer than a statement may be."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.schemas import unbounded_list as wrong
from app.core.database import Base, Database, unit_of_work
from app.items.models import Item
from app.models import load_models
from patterns.schemas import bounded_list as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

MANY = 40_000


@pytest.fixture
async def app(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> FastAPI:
    """Return an app without routes, with one item in its database."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add(Item(name="Tea", price=1, stock=7))
    app = FastAPI()
    app.state.database = database
    return app


async def read(app: FastAPI, ask: Ask, router: APIRouter, ids: list[int]) -> Response:
    app.include_router(router)
    return await ask(app, Request("POST", "http://shop/stock", json={"item_ids": ids}))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_long_list_returns_500(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await read(app, ask, wrong.router, [1] * MANY)

    assert response.status_code == 500
    size = int(response.request.headers["Content-Length"]) // 1000
    measured(
        f"A body of {size} KB with {MANY} IDs was answered {response.status_code}."
    )


@pytest.mark.parametrize("router", [wrong.router, right.router])
async def test_short_list_returns_the_stock(
    app: FastAPI, ask: Ask, router: APIRouter
) -> None:
    response = await read(app, ask, router, [1, 2])

    assert (response.status_code, response.json()) == (200, [7])


async def test_long_list_returns_422(app: FastAPI, ask: Ask) -> None:
    response = await read(app, ask, right.router, [1] * MANY)

    assert response.status_code == 422
    [error] = response.json()["detail"]
    assert error["type"] == "too_long"
