"""A ticket whose status a client spells in another way."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData, text

from antipatterns.values import status_as_text as wrong
from app.core.database import Database, unit_of_work
from patterns.values import status_as_enum as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type CreateTables = Callable[[MetaData], Awaitable[None]]

URL = "http://shop/tickets"


@pytest.fixture
def app(database: Database) -> FastAPI:
    """Return an app without routes."""
    app = FastAPI()
    app.state.database = database
    return app


async def update(
    app: FastAPI, ask: Ask, router: APIRouter, status: str
) -> tuple[int, object]:
    """Update the ticket; return the status code, and the open tickets then."""
    app.include_router(router)
    body = {"status": status}
    updated = await ask(app, Request("PATCH", f"{URL}/1", json=body))
    listed = await ask(app, Request("GET", URL))
    return updated.status_code, listed.json()


async def test_open_ticket_leaves_the_list(
    app: FastAPI,
    ask: Ask,
    database: Database,
    create_tables: CreateTables,
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(wrong.Ticket(id=1, status="open"))

    code, listed = await update(app, ask, wrong.router, "Open")

    assert (code, listed) == (200, [])
    measured(
        f"An update to `Open` was answered {code}, and the list of open tickets is"
        f" `{listed}`."
    )


@pytest.fixture
async def right_app(
    app: FastAPI, database: Database, create_tables: CreateTables
) -> FastAPI:
    """Return the app with an open ticket in its database."""
    await create_tables(right.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(right.Ticket(id=1, status=right.TicketStatus.OPEN))
    return app


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("Open", (422, [1])), ("open", (200, [1])), ("closed", (200, []))],
)
async def test_ticket_has_one_of_two_statuses(
    right_app: FastAPI, ask: Ask, status: str, outcome: tuple[int, list[int]]
) -> None:
    assert await update(right_app, ask, right.router, status) == outcome


async def test_value_of_the_enum_is_stored(
    right_app: FastAPI, ask: Ask, database: Database
) -> None:
    await update(right_app, ask, right.router, "closed")

    async with database.sessions() as session:
        assert await session.scalar(text("SELECT status FROM tickets")) == "closed"
