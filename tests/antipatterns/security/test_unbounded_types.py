"""Values of the right type that the database refuses."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.security import unbounded_types as wrong
from app.core.database import Base, Database
from app.core.problems import add_problem_handlers
from app.items import router as right
from app.models import load_models
from app.users.dependencies import get_current_admin

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
BODIES = {
    "tea": '{"name": "Tea", "price": "1", "stock": 1}',
    "a NUL": '{"name": "Tea\\u0000", "price": "1", "stock": 1}',
    "2³¹": f'{{"name": "Tea", "price": "1", "stock": {2**31}}}',
}


@pytest.fixture
async def app(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> FastAPI:
    """Return an app without routes, where every client is an admin."""
    load_models()
    for tables in (Base.metadata, wrong.Base.metadata):
        await create_tables(tables)
    app = FastAPI()
    add_problem_handlers(app)
    app.state.database = database
    app.dependency_overrides[get_current_admin] = lambda: None
    return app


async def statuses(app: FastAPI, ask: Ask, router: APIRouter) -> dict[str, int]:
    """Return the status for each of the bodies."""
    app.include_router(router)
    found: dict[str, int] = {}
    for name, body in BODIES.items():
        request = Request(
            "POST",
            f"http://shop{router.prefix}",
            content=body,
            headers={"Content-Type": "application/json"},
        )
        found[name] = (await ask(app, request)).status_code
    return found


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_unbounded_types_cause_a_500(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    found = await statuses(app, ask, wrong.router)

    assert found == {"tea": 201, "a NUL": 500, "2³¹": 500}
    measured(
        f"A name with a NUL was answered {found['a NUL']},"
        f" a stock of 2³¹ {found['2³¹']}."
    )


async def test_bounded_types_return_422(app: FastAPI, ask: Ask) -> None:
    found = await statuses(app, ask, right.router)

    assert found == {"tea": 201, "a NUL": 422, "2³¹": 422}
