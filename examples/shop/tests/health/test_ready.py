import os
import signal
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from anyio import fail_after, to_thread
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient, Response
from servers import PostgresqlServer, postgresql_server
from sqlalchemy import func, make_url, select

from app.config import Settings
from app.core.database import Database
from app.main import create_app

TIMEOUT = 0.5
PATIENCE = 15.0
NOT_READY = {
    "type": "https://shop.example/problems/database-unavailable",
    "title": "Database unavailable",
    "status": 503,
    "detail": "The database does not answer.",
    "instance": "/ready",
    "code": "database_unavailable",
}


@asynccontextmanager
async def client_of(url: str) -> AsyncGenerator[tuple[AsyncClient, Database]]:
    """Yield a client of an app on this database, and the app's database."""
    app = create_app(Settings(database_url=make_url(url), ready_timeout=TIMEOUT))
    transport = ASGITransport(app)
    async with (
        LifespanManager(app),
        AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client, app.state.database


@contextmanager
def frozen(pid: int) -> Generator[None]:
    """Stop a process in its tracks: connections stay open, nothing answers."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def ask(client: AsyncClient) -> Response:
    """Return the answer; one that hangs is a failure, however busy the machine."""
    with fail_after(PATIENCE):
        return await client.get("/ready")


async def test_answering_database_is_ready(client: AsyncClient) -> None:
    response = await client.get("/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


async def test_missing_sqlite_file_is_a_problem_until_it_can_be_opened(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "later"

    async with client_of(f"sqlite+aiosqlite:///{folder}/shop.db") as (client, _):
        before = await client.get("/ready")
        folder.mkdir()
        after = await client.get("/ready")

    assert (before.status_code, before.json()) == (503, NOT_READY)
    assert before.headers["content-type"] == "application/problem+json"
    assert after.status_code == 200


async def test_stopped_postgresql_is_a_problem_until_it_is_back() -> None:
    with postgresql_server() as server:
        async with client_of(server.url) as (client, _):
            before = await ask(client)
            server.stop()
            during = await ask(client)
            server.start()
            after = await ask(client)

    assert before.status_code == 200
    assert (during.status_code, during.json()) == (503, NOT_READY)
    assert after.status_code == 200


async def test_restart_of_postgresql_costs_no_answer() -> None:
    with postgresql_server() as server:
        async with client_of(server.url) as (client, _):
            before = await ask(client)
            await to_thread.run_sync(server.stop)  # the loop goes on, and sees it
            await to_thread.run_sync(server.start)
            after = await ask(client)

    assert before.status_code == 200
    assert after.status_code == 200


async def test_postgresql_that_takes_no_connection_is_not_waited_for() -> None:
    with postgresql_server() as server:
        async with client_of(server.url) as (client, _):
            with frozen(server.pid):
                during = await ask(client)
            after = await ask(client)

    assert (during.status_code, during.json()) == (503, NOT_READY)
    assert after.status_code == 200


async def test_connection_that_went_silent_is_not_waited_for(
    postgresql: PostgresqlServer,
) -> None:
    async with client_of(postgresql.url) as (client, database):
        async with database.sessions() as session:
            backend = (await session.scalars(select(func.pg_backend_pid()))).one()
        with frozen(backend):
            during = await ask(client)
        after = await ask(client)

    assert (during.status_code, during.json()) == (503, NOT_READY)
    assert after.status_code == 200
