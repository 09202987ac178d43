"""Articles that a job has stored, after it has returned."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.dependencies import dependency_called_by_job as wrong
from app.core.database import Database
from patterns.dependencies import job_unit_of_work as right
from patterns.dependencies.articles import Article, Base

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type Create = Callable[[MetaData], Awaitable[None]]

NAMES = ["lamp", "table", "chair"]


async def count_articles(database: Database) -> int:
    """Return how many articles other transactions see."""
    async with database.sessions() as session:
        return await session.scalar(select(func.count()).select_from(Article)) or 0


async def test_job_stores_nothing(
    database: Database,
    create_tables: Create,
    monkeypatch: pytest.MonkeyPatch,
    measured: Callable[[str], None],
) -> None:
    await create_tables(Base.metadata)
    dropped: list[AsyncGenerator[AsyncSession]] = []
    get_session = wrong.get_session

    def watch(database: Database) -> AsyncGenerator[AsyncSession]:
        dropped.append(get_session(database))
        return dropped[-1]

    monkeypatch.setattr(wrong, "get_session", watch)
    await wrong.import_articles(database, NAMES)
    await dropped[0].aclose()  # the event loop does this later, at no known time

    stored = await count_articles(database)
    assert (stored, len(dropped)) == (0, 1)
    measured(
        f"The job returned without an error, and {stored} of {len(NAMES)} articles "
        "were stored."
    )


async def test_job_stores_every_article(
    database: Database, create_tables: Create
) -> None:
    await create_tables(Base.metadata)

    await right.import_articles(database, NAMES)

    assert await count_articles(database) == len(NAMES)


async def test_route_uses_the_same_service(
    app: FastAPI, ask: Ask, database: Database, create_tables: Create
) -> None:
    await create_tables(Base.metadata)
    app.include_router(right.router)

    async with LifespanManager(app):
        response = await ask(app, Request("POST", "http://shop/articles/lamp"))

    assert response.status_code == 204
    assert await count_articles(database) == 1
