"""A route deletes the row that its dependency has loaded."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import MetaData
from sqlalchemy.exc import InvalidRequestError

from antipatterns.database import mixed_scopes as wrong
from app.core.database import Database
from app.core.dependencies import SessionDep


@pytest.fixture
async def shelf(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> FastAPI:
    """Return an app over one stored article."""
    await create_tables(wrong.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(wrong.Article(id=1))
    app = FastAPI()
    app.state.database = database
    return app


async def status_of_delete(app: FastAPI, number: int = 1) -> int:
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.delete(f"/articles/{number}")).status_code


async def test_one_request_gets_two_sessions(
    shelf: FastAPI, measured: Callable[[str], None]
) -> None:
    shelf.include_router(wrong.router)

    with pytest.raises(InvalidRequestError) as failure:
        await status_of_delete(shelf)

    reason = str(failure.value)
    assert "is already attached to session" in reason
    assert await status_of_delete(shelf, 2) == 404
    measured(
        f"The article was found, but `delete` raised `{type(failure.value).__name__}`: "
        "it is “already attached” to the other session."
    )


async def test_one_alias_is_one_session(shelf: FastAPI, database: Database) -> None:
    @shelf.delete("/articles/{number}", status_code=204)
    async def delete_article(
        number: int, found_in: SessionDep, session: SessionDep
    ) -> None:
        await session.delete(await found_in.get_one(wrong.Article, number))

    assert await status_of_delete(shelf) == 204
    async with database.sessions() as session:
        assert await session.get(wrong.Article, 1) is None
