"""Whether a request can remove what its dependency found."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from antipatterns.database import mixed_scopes as wrong
from fastapi import FastAPI
from servers import http_server
from sqlalchemy import MetaData

from app.core.database import Database, SessionDep


async def status_of_delete(app: FastAPI, database: Database) -> int:
    async with database.sessions.begin() as session:
        session.add(wrong.Article(id=1))
    with http_server(app) as address:
        async with httpx.AsyncClient(base_url=address) as client:
            response = await client.delete("/articles/1")
    return response.status_code


async def test_one_request_gets_two_sessions(
    app: FastAPI,
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await create_tables(wrong.Base.metadata)
    app.include_router(wrong.router)

    status = await status_of_delete(app, database)

    assert status == 500
    assert "is already attached to session" in caplog.text
    measured(
        f"The article was found, its removal was answered {status}: "
        "it “is already attached to session” of the other spelling."
    )


async def test_one_spelling_is_one_session(
    app: FastAPI,
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
) -> None:
    await create_tables(wrong.Base.metadata)

    @app.delete("/articles/{number}", status_code=204)
    async def delete_article(
        number: int, found_in: SessionDep, session: SessionDep
    ) -> None:
        await session.delete(await found_in.get_one(wrong.Article, number))

    assert await status_of_delete(app, database) == 204
    async with database.sessions() as session:
        assert await session.get(wrong.Article, 1) is None
