"""Views of an item that are recorded after the response."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.background import session_of_request as wrong
from app.core.database import Database
from patterns.background import session_of_task as right

REQUESTS = 3
READ = Request("GET", "http://test/items/7")
type CreateTables = Callable[[MetaData], Awaitable[None]]
type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def count_views(
    database: Database,
    router: APIRouter,
    ask: Ask,
    create_tables: CreateTables,
) -> int:
    """Read the item some times, and count the stored views."""
    await create_tables(right.Base.metadata)
    app = FastAPI()
    app.state.database = database
    app.include_router(router)
    for _ in range(REQUESTS):
        assert (await ask(app, READ)).json() == 7
    async with database.read_sessions() as session:
        return await session.scalar(select(func.count()).select_from(right.View)) or 0


@pytest.fixture
async def kept_sessions(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[None]:
    """Close every session after the test, since the task does not."""
    sessions, kept = database.sessions, list[AsyncSession]()

    def create() -> AsyncSession:
        kept.append(sessions())
        return kept[-1]

    monkeypatch.setattr(database, "sessions", create)
    yield
    for session in kept:
        await session.close()


@pytest.mark.usefixtures("kept_sessions")
async def test_row_of_the_task_is_not_stored(
    database: Database,
    create_tables: CreateTables,
    ask: Ask,
    measured: Callable[[str], None],
) -> None:
    views = await count_views(database, wrong.router, ask, create_tables)

    assert views == 0
    measured(f"{REQUESTS} requests got 200; {views} of {REQUESTS} views were stored.")


async def test_row_of_its_own_unit_of_work_is_stored(
    database: Database,
    create_tables: CreateTables,
    ask: Ask,
) -> None:
    assert await count_views(database, right.router, ask, create_tables) == REQUESTS
