"""A session that only reads cannot write, on either engine."""

import pytest
from accounts import account
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

from app.config import Settings
from app.core.database import Database, read_session, unit_of_work
from app.core.dependencies import SessionDep
from app.main import create_app
from app.users.models import User

READ_ONLY = "read-only transaction|readonly database"
WRITES = [
    pytest.param(
        insert(User).values(email="ada@example.com", password_hash="x"), id="insert"
    ),
    pytest.param(update(User).values(full_name="Ada"), id="update"),
    pytest.param(delete(User), id="delete"),
]
COUNT = select(func.count(User.id))


@pytest.mark.parametrize("statement", WRITES)
async def test_write_in_read_session_is_refused(
    committing_database: Database, statement: UpdateBase
) -> None:
    async with read_session(committing_database) as session:
        with pytest.raises(DBAPIError, match=READ_ONLY):
            await session.execute(statement)


@pytest.mark.parametrize("statement", WRITES)
async def test_write_in_read_session_of_a_test_is_refused(
    database: Database, statement: UpdateBase
) -> None:
    async with read_session(database) as session:
        with pytest.raises(DBAPIError, match=READ_ONLY):
            await session.execute(statement)

    async with unit_of_work(database) as session:
        await session.execute(statement)


async def test_connection_writes_again_after_read_session(
    settings: Settings, committing_database: Database
) -> None:
    one = settings.model_copy(update={"database_pool_size": 1})
    app = create_app(one)
    async with LifespanManager(app):
        database = app.state.database
        async with read_session(database) as session:
            assert await session.scalar(COUNT) == 0
        async with unit_of_work(database) as session:
            session.add(account("ada@example.com"))

    async with read_session(committing_database) as session:
        assert await session.scalar(COUNT) == 1


@pytest.fixture
def app_writing_in_get(settings: Settings) -> FastAPI:
    """Return an app with a route that writes, whatever the method."""
    app = create_app(settings)

    @app.api_route("/visits", methods=["GET", "POST"])
    async def write_visit(session: SessionDep) -> None:
        session.add(account("ada@example.com"))

    return app


@pytest.mark.parametrize(("method", "rows"), [("GET", 0), ("POST", 1)])
async def test_get_route_that_writes_changes_nothing(
    app_writing_in_get: FastAPI, committing_database: Database, method: str, rows: int
) -> None:
    transport = ASGITransport(app_writing_in_get)
    async with (
        LifespanManager(app_writing_in_get),
        AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        await client.request(method, "/visits")

    async with read_session(committing_database) as session:
        assert await session.scalar(COUNT) == rows


async def test_get_route_that_flushes_a_write_fails(
    settings: Settings, committing_database: Database
) -> None:
    app = create_app(settings)

    @app.get("/visits")
    async def write_visit(session: SessionDep) -> None:
        session.add(account("ada@example.com"))
        await session.flush()

    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        response = await client.get("/visits")

    assert response.status_code == 500
    async with read_session(committing_database) as session:
        assert await session.scalar(COUNT) == 0
