"""Which connections are out when a response has been streamed."""

from collections.abc import AsyncGenerator, Awaitable, Callable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from httpx import Request, Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import QueuePool

from app.core.database import Database, unit_of_work
from app.core.dependencies import SessionDep

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
REQUEST = Request("GET", "http://test/")


async def rows(session: AsyncSession) -> AsyncGenerator[str]:
    yield str(await session.scalar(text("SELECT 1")))


def connections_out(database: Database) -> int:
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    return pool.checkedout()


async def test_session_of_the_request_leaks_its_connection(
    database: Database, ask: Ask
) -> None:
    app = FastAPI()
    app.state.database = database
    used: list[AsyncSession] = []

    @app.get("/")
    async def stream(session: SessionDep) -> StreamingResponse:
        used.append(session)
        return StreamingResponse(rows(session))

    response = await ask(app, REQUEST)

    assert response.text == "1"
    assert connections_out(database) == 1
    await used[0].close()


async def test_generator_with_unit_of_work_returns_its_connection(
    database: Database, ask: Ask
) -> None:
    app = FastAPI()

    async def rows_of_their_own() -> AsyncGenerator[str]:
        async with unit_of_work(database) as session:
            async for row in rows(session):
                yield row

    @app.get("/")
    async def stream() -> StreamingResponse:
        return StreamingResponse(rows_of_their_own())

    response = await ask(app, REQUEST)

    assert response.text == "1"
    assert connections_out(database) == 0
