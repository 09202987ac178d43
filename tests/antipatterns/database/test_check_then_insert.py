"""Two concurrent sign-ups with one email address."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI, HTTPException
from httpx import ASGITransport, AsyncClient
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from antipatterns.database import check_then_insert as wrong
from app.core.database import Database
from app.core.dependencies import SessionDep
from app.core.problems import add_problem_handlers
from app.users.models import User
from app.users.repository import UserRepository

HASH = "-"


async def statuses_of_two(app: FastAPI) -> list[int]:
    """Send two concurrent sign-ups; return their sorted status codes."""
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        responses = await asyncio.gather(client.post("/"), client.post("/"))
    return sorted(response.status_code for response in responses)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_second_concurrent_sign_up_returns_500(
    meeting_sessions: async_sessionmaker[AsyncSession],
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    app = FastAPI()

    @app.post("/", status_code=201)
    async def sign_up() -> None:
        async with meeting_sessions.begin() as session:
            try:
                await wrong.sign_up(session, "ada@example.com")
            except wrong.EmailTakenError as error:
                raise HTTPException(409) from error

    statuses = await statuses_of_two(app)
    # Its look-up finds the address, so it never waits at the barrier.
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as one:
        later = (await one.post("/")).status_code

    assert (statuses, later) == ([201, 500], 409)
    measured(
        f"Two concurrent sign-ups got {statuses[0]} and {statuses[1]}; "
        f"a later one got {later}."
    )


async def test_translated_violation_returns_409(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(User.metadata)
    app = FastAPI()
    app.state.database = database
    add_problem_handlers(app)

    @app.post("/", status_code=201)
    async def sign_up(session: SessionDep) -> None:
        user = User(email="ada@example.com", password_hash=HASH)
        await UserRepository(session).save(user)

    assert await statuses_of_two(app) == [201, 409]
