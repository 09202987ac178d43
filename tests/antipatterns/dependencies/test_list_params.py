"""What the query parameters of a list let a client do."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from asgi_lifespan import LifespanManager
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.dependencies import sort_by_attribute, unbounded_page
from app.core.database import Database
from patterns.dependencies import list_params as right
from patterns.dependencies.members import Base, Member

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type Read = Callable[[APIRouter, str], Awaitable[Response]]

MEMBERS = 500
DAY = date(2026, 11, 27)
SECRETS = {"Ana": "zulu", "Bo": "alfa", "Cy": "mike"}


@pytest.fixture
async def read(
    app: FastAPI,
    ask: Ask,
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
) -> Read:
    """Return a function that requests the list of a router, with this query."""
    await create_tables(Base.metadata)
    members = [
        Member(name=name, joined_on=DAY, reset_code=code)
        for name, code in SECRETS.items()
    ]
    async with database.sessions.begin() as session:
        session.add_all(members)

    async def request(router: APIRouter, query: str) -> Response:
        app.include_router(router)
        async with LifespanManager(app):
            return await ask(app, Request("GET", f"http://shop/members?{query}"))

    return request


@pytest.fixture
async def many(read: Read, database: Database) -> Read:
    """Add members, so that there are 500."""
    async with database.sessions.begin() as session:
        session.add_all(
            Member(name=f"Member {number}", joined_on=DAY, reset_code="-")
            for number in range(MEMBERS - len(SECRETS))
        )
    return read


def names(response: Response) -> list[str]:
    return [member["name"] for member in response.json()]


async def test_client_sorts_by_a_secret_column(
    read: Read, measured: Callable[[str], None]
) -> None:
    order = names(await read(sort_by_attribute.router, "sort=reset_code"))

    assert order == sorted(SECRETS, key=lambda name: SECRETS[name])
    assert order != sorted(SECRETS)
    measured(f"A client sorted by the secret reset codes, and read {', '.join(order)}.")


async def test_other_column_is_refused(read: Read) -> None:
    refused = await read(right.router, "sort=reset_code")

    assert refused.status_code == 422
    by_name = await read(right.router, "sort=name")
    assert names(by_name) == sorted(SECRETS)
    assert names(await read(right.router, "name=Bo")) == ["Bo"]


async def test_one_request_reads_the_whole_table(
    many: Read, measured: Callable[[str], None]
) -> None:
    response = await many(unbounded_page.router, "limit=1000000&pagesize=5")

    count = len(response.json())
    assert count == MEMBERS
    measured(f"One request returned all {count} members; the page size is 20.")


@pytest.mark.parametrize("query", ["page_size=101", "pagesize=5", "page=0"])
async def test_page_outside_the_bounds_is_refused(read: Read, query: str) -> None:
    assert (await read(right.router, query)).status_code == 422


async def test_page_holds_at_most_its_size(many: Read) -> None:
    assert len((await many(right.router, "page=2&page_size=100")).json()) == 100
