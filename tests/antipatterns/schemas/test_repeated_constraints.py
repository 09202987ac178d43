"""A name that is longer than its column, in a new item and in an update."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.schemas import repeated_constraints as wrong
from app.core.database import Base, Database, unit_of_work
from app.core.problems import add_problem_handlers
from app.items import router as right
from app.items.models import Item
from app.models import load_models
from app.users.dependencies import get_current_admin

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

URL = "http://shop/items"
LONG = "x" * 101
SHORT = "Tea"


@pytest.fixture
async def app(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> FastAPI:
    """Return an app with one item, where every client is an admin."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add(Item(name="Mug", price=1, stock=1))
    app = FastAPI()
    add_problem_handlers(app)
    app.state.database = database
    app.dependency_overrides[get_current_admin] = lambda: None
    return app


async def statuses(
    app: FastAPI, ask: Ask, router: APIRouter, name: str
) -> tuple[int, int]:
    """Return the statuses of a new item and of an update."""
    app.include_router(router)
    requests = (
        Request("POST", URL, json={"name": name, "price": "1"}),
        Request("PATCH", f"{URL}/1", json={"name": name}, headers={"If-Match": "*"}),
    )
    created, updated = [(await ask(app, request)).status_code for request in requests]
    return created, updated


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_update_returns_500_where_create_returns_422(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    created, updated = await statuses(app, ask, wrong.router, LONG)

    assert (created, updated) == (422, 500)
    measured(
        f"A name of {len(LONG)} characters was answered {created} in a new"
        f" item, {updated} in an update."
    )


async def test_short_name_is_accepted(app: FastAPI, ask: Ask) -> None:
    assert await statuses(app, ask, wrong.router, SHORT) == (201, 200)


async def test_shared_type_refuses_the_name_in_both(app: FastAPI, ask: Ask) -> None:
    assert await statuses(app, ask, right.router, LONG) == (422, 422)


async def test_shared_type_accepts_a_short_name(app: FastAPI, ask: Ask) -> None:
    assert await statuses(app, ask, right.router, SHORT) == (201, 200)
