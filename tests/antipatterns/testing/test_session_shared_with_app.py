from collections.abc import AsyncGenerator, Callable
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI
from httpx import AsyncClient
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.testing import session_shared_with_app
from app.core import dependencies as shop
from app.core.database import Base, Database
from app.core.dependencies import DatabaseDep
from app.users.models import User
from patterns.testing import session_per_request
from patterns.testing.app_client import app_client

type Measured = Callable[[str], None]

HASH = "-"


async def uncommitted(database: DatabaseDep) -> AsyncGenerator[AsyncSession]:
    """Yield a session and never commit: the fault that a test should find."""
    async with database.sessions() as session:
        yield session


def users_app(get_session: Callable[..., object]) -> FastAPI:
    app = FastAPI()
    router = APIRouter(prefix="/users")

    @router.post("", status_code=201)
    async def create(session: Annotated[AsyncSession, Depends(get_session)]) -> None:
        session.add(User(email="ada@example.com", password_hash=HASH))
        await session.flush()

    @router.get("/count")
    async def count(session: Annotated[AsyncSession, Depends(get_session)]) -> int:
        return await session.scalar(select(func.count()).select_from(User)) or 0

    app.include_router(router)
    return app


@pytest.fixture
async def tables(database: Database) -> Database:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return database


async def sign_up_and_count(client: AsyncClient) -> tuple[int, int]:
    created = await client.post("/users")
    counted = await client.get("/users/count")
    return created.status_code, counted.json()


async def test_shared_session_hides_missing_commit(
    tables: Database, monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    monkeypatch.setattr(session_shared_with_app, "get_session", uncommitted)
    app = users_app(uncommitted)
    async with tables.sessions() as session, app_client(app) as client:
        session_shared_with_app.use_database(app, session)
        seen = await sign_up_and_count(client)
    async with tables.sessions() as session:
        stored = await session.scalar(select(func.count()).select_from(User))

    assert (seen, stored) == ((201, 1), 0)
    measured(
        f"POST was answered {seen[0]}, GET counted {seen[1]} user; "
        f"the table held {stored} rows."
    )


async def test_session_per_request_reveals_missing_commit(tables: Database) -> None:
    app = users_app(uncommitted)
    session_per_request.use_database(app, tables)
    async with app_client(app) as client:
        assert await sign_up_and_count(client) == (201, 0)


async def test_session_per_request_commits(tables: Database) -> None:
    app = users_app(shop.get_session)
    session_per_request.use_database(app, tables)
    async with app_client(app) as client:
        assert await sign_up_and_count(client) == (201, 1)
