"""As many open streams as the pool has connections, and one more request."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from types import ModuleType

import pytest
from fastapi import FastAPI, Request, status
from fastapi.responses import PlainTextResponse
from httpx import AsyncClient
from servers import http_server
from sqlalchemy import URL, MetaData, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from antipatterns.streaming import session_during_stream as wrong
from app.core.database import Database, DatabaseOptions, create_engine
from patterns.streaming import session_before_stream as right
from patterns.streaming.progress import Base, Import

POOL_SIZE = 5
OPTIONS = DatabaseOptions(pool_size=POOL_SIZE, pool_timeout=0.5)


class Steps:
    """Sends one step, then waits until the client has left; or ends after it."""

    def __init__(self, *, end: bool = False) -> None:
        self._end = end

    async def steps(self, import_id: int) -> AsyncIterator[int]:
        """Yield the first step."""
        yield import_id
        if not self._end:
            await asyncio.Event().wait()


def create_app(example: ModuleType, url: URL, *, end: bool = False) -> FastAPI:
    """Return an app with a pool of its own, and a route that needs a connection."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        database = Database(create_engine(url, OPTIONS))
        app.state.sessions = database.sessions
        app.state.source = Steps(end=end)
        yield
        await database.engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(example.router)

    @app.get("/orders")
    async def list_orders(request: Request) -> None:
        async with request.app.state.sessions() as session:
            await session.execute(text("SELECT 1"))

    @app.exception_handler(PoolTimeoutError)
    async def refuse(_: Request, __: Exception) -> PlainTextResponse:
        return PlainTextResponse("no connection", status.HTTP_503_SERVICE_UNAVAILABLE)

    return app


async def status_during_streams(app: FastAPI) -> int:
    """Open five streams; return the status of a request that needs a connection."""
    with http_server(app) as address:
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(AsyncClient(base_url=address))
            open_streams: list[AsyncIterator[str]] = []
            for _ in range(POOL_SIZE):
                stream = client.stream("GET", "/imports/1/events")
                response = await stack.enter_async_context(stream)
                open_streams.append(response.aiter_lines())
                first = await anext(open_streams[-1])
                assert (response.status_code, first) == (200, "event: step")
            answer = await client.get("/orders")
    return answer.status_code


async def store_import(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    """Store the import that the clients watch."""
    await create_tables(Base.metadata)
    async with database.sessions.begin() as session:
        session.add(Import(id=1, name="books.csv"))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_open_streams_exhaust_the_pool(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await store_import(database, create_tables)

    answer = await status_during_streams(create_app(wrong, database.engine.url))

    assert answer == 503
    measured(
        f"{POOL_SIZE} open streams held a pool of {OPTIONS.pool_size} connections: the "
        f"next request got a {answer}."
    )


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_open_streams_hold_no_connection(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await store_import(database, create_tables)

    answer = await status_during_streams(create_app(right, database.engine.url))

    assert answer == 200


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_stream_ends_with_the_import(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await store_import(database, create_tables)
    app = create_app(right, database.engine.url, end=True)

    with http_server(app) as address:
        async with AsyncClient(base_url=address) as client:
            response = await client.get("/imports/1/events")

    assert response.text == "event: step\ndata: 1\n\n"
