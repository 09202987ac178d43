"""An update that sends `null` for a column that is not nullable."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.schemas import none_as_absent as wrong
from app.core.database import Base, Database, unit_of_work
from app.core.problems import add_problem_handlers
from app.items import router as right
from app.items.models import Item
from app.models import load_models
from app.users.dependencies import get_current_admin

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

NULL_NAME = {"name": None}
NULL_DESCRIPTION = {"description": None}


@pytest.fixture
async def app(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> FastAPI:
    """Return an app with one item, where every client is an admin."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add(Item(name="Tea", description="Green", price=1, stock=1))
    app = FastAPI()
    add_problem_handlers(app)
    app.state.database = database
    app.dependency_overrides[get_current_admin] = lambda: None
    return app


async def update(
    app: FastAPI, ask: Ask, router: APIRouter, body: dict[str, None]
) -> Response:
    app.include_router(router)
    request = Request(
        "PATCH", "http://shop/items/1", json=body, headers={"If-Match": "*"}
    )
    return await ask(app, request)


async def test_null_for_a_required_field_returns_500(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await update(app, ask, wrong.router, NULL_NAME)

    assert response.status_code == 500
    measured(f"An update with `name: null` was answered {response.status_code}.")


async def test_none_as_absent_clears_a_nullable_field(app: FastAPI, ask: Ask) -> None:
    response = await update(app, ask, wrong.router, NULL_DESCRIPTION)

    assert (response.status_code, response.json()) == (200, "Tea")


async def test_null_for_a_required_field_returns_422(app: FastAPI, ask: Ask) -> None:
    response = await update(app, ask, right.router, NULL_NAME)

    assert response.status_code == 422
    assert {error["loc"][1] for error in response.json()["errors"]} == {"name"}


async def test_null_clears_a_nullable_field(app: FastAPI, ask: Ask) -> None:
    response = await update(app, ask, right.router, NULL_DESCRIPTION)

    item = response.json()
    assert response.status_code == 200
    assert (item["name"], item["description"]) == ("Tea", None)
