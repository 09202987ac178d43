from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from alembic import command
from anyio import fail_after, sleep, to_thread
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient, Response
from logged_process import frozen
from pydantic import SecretStr
from schema import ADDED_COLUMN, alembic_config, migrate, with_one_more
from servers import PostgresqlServer, postgresql_server, valkey_server
from sqlalchemy import URL, func, make_url, select

from app.config import Settings
from app.core.circuit_breaker import PAUSE
from app.core.database import Database
from app.core.problems import TYPES
from app.main import create_app

TIMEOUT = 0.5
PATIENCE = 15.0
READY: dict[str, object] = {
    "status": "ok",
    "database_schema": "current",
    "degraded": [],
}
NOT_READY = {
    "type": f"{TYPES}database-unavailable",
    "title": "Database unavailable",
    "status": 503,
    "detail": "The database does not answer.",
    "instance": "/ready",
    "code": "database_unavailable",
}


OUTDATED = {
    "type": f"{TYPES}schema-outdated",
    "title": "Schema outdated",
    "status": 503,
    "detail": "The database lacks migrations. Run `alembic upgrade head`.",
    "instance": "/ready",
    "code": "schema_outdated",
}


@asynccontextmanager
async def client_of(
    url: str | URL, valkey_url: str | None = None
) -> AsyncGenerator[tuple[AsyncClient, Database]]:
    """Yield a client of an app on this database, and the app's database."""
    settings = Settings(
        database_url=make_url(url),
        ready_timeout=TIMEOUT,
        valkey_url=SecretStr(valkey_url) if valkey_url else None,
    )
    app = create_app(settings)
    transport = ASGITransport(app)
    async with (
        LifespanManager(app),
        AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client, app.state.database


@asynccontextmanager
async def migrated_server() -> AsyncGenerator[PostgresqlServer]:
    """Run a migrated PostgreSQL that this test may stop."""
    with postgresql_server() as server:
        settings = Settings(database_url=make_url(server.url))
        await to_thread.run_sync(migrate, settings)
        yield server


async def ask(client: AsyncClient) -> Response:
    """Return the answer; a request that hangs fails the test."""
    with fail_after(PATIENCE):
        return await client.get("/ready")


async def test_migrated_database_is_ready(client: AsyncClient) -> None:
    response = await client.get("/ready")

    assert response.status_code == 200
    assert response.json() == READY


async def test_missing_sqlite_folder_is_a_problem_until_it_exists(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "later"
    url = make_url(f"sqlite+aiosqlite:///{folder}/shop.db")

    async with client_of(url) as (client, _):
        before = await client.get("/ready")
        folder.mkdir()
        await to_thread.run_sync(migrate, Settings(database_url=url))
        after = await client.get("/ready")

    assert (before.status_code, before.json()) == (503, NOT_READY)
    assert before.headers["content-type"] == "application/problem+json"
    assert after.status_code == 200


async def test_stopped_postgresql_is_a_problem_until_it_restarts() -> None:
    async with migrated_server() as server, client_of(server.url) as (client, _):
        before = await ask(client)
        server.stop()
        during = await ask(client)
        server.start()
        after = await ask(client)

    assert before.status_code == 200
    assert (during.status_code, during.json()) == (503, NOT_READY)
    assert after.status_code == 200


async def test_restarted_postgresql_is_ready_at_once() -> None:
    async with migrated_server() as server, client_of(server.url) as (client, _):
        before = await ask(client)
        await to_thread.run_sync(server.stop)  # the event loop sees the closed sockets
        await to_thread.run_sync(server.start)
        after = await ask(client)

    assert before.status_code == 200
    assert after.status_code == 200


async def test_postgresql_that_accepts_no_connection_times_out() -> None:
    async with migrated_server() as server, AsyncExitStack() as stack:
        with frozen(server.pid):
            client, _ = await stack.enter_async_context(client_of(server.url))
            during = await ask(client)
        after = await ask_until_ready(client)

    assert (during.status_code, during.json()) == (503, NOT_READY)
    assert after.status_code == 200


async def ask_until_ready(client: AsyncClient) -> Response:
    """Ask again while the server answers those who waited for it."""
    with fail_after(PATIENCE):
        response = await ask(client)
        while response.status_code != 200:
            await sleep(0.1)
            response = await ask(client)
    return response


async def test_silent_connection_times_out(
    postgresql_settings: Settings,
) -> None:
    async with client_of(postgresql_settings.database_url) as (client, database):
        async with database.sessions() as session:
            backend = (await session.scalars(select(func.pg_backend_pid()))).one()
        with frozen(backend):
            during = await ask(client)
        after = await ask(client)

    assert (during.status_code, during.json()) == (503, NOT_READY)
    assert after.status_code == 200


async def test_empty_database_is_not_ready_until_it_is_migrated(
    empty: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with client_of(empty.database_url) as (client, _):
        before = await ask(client)
        await to_thread.run_sync(migrate, empty)
        after = await ask(client)

    assert (before.status_code, before.json()) == (503, OUTDATED)
    assert (after.status_code, after.json()) == (200, READY)
    [line] = [
        line for line in capsys.readouterr().out.splitlines() if "schema_" in line
    ]
    assert "schema_outdated" in line
    assert "alembic upgrade head" in line


async def test_database_behind_by_one_migration_is_not_ready(
    empty: Settings,
) -> None:
    await to_thread.run_sync(migrate, empty)
    config = alembic_config(empty)
    await to_thread.run_sync(command.downgrade, config, "-1")

    async with client_of(empty.database_url) as (client, _):
        response = await ask(client)

    assert (response.status_code, response.json()) == (503, OUTDATED)


async def test_schema_of_a_later_release_is_ready_and_reported(
    empty: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = with_one_more(empty, tmp_path, ADDED_COLUMN)
    await to_thread.run_sync(command.upgrade, config, "head")

    async with client_of(empty.database_url) as (client, _):
        response = await ask(client)

    assert response.status_code == 200
    assert response.json() == READY | {"database_schema": "newer"}
    assert "schema_newer" in capsys.readouterr().out


async def test_stopped_valkey_is_reported_as_degraded(
    sqlite_settings: Settings,
) -> None:
    with valkey_server() as server:
        async with client_of(sqlite_settings.database_url, server.url) as (client, _):
            before = await ask(client)
            server.stop()
            during = await ask(client)
            server.start()
            await sleep(PAUSE)  # then the circuit breaker is half-open
            after = await ask(client)

    assert [answer.status_code for answer in (before, during, after)] == [200] * 3
    assert during.json() == READY | {"degraded": ["valkey"]}
    assert before.json() == after.json() == READY


async def test_frozen_valkey_is_reported_as_degraded(
    sqlite_settings: Settings,
) -> None:
    with valkey_server() as server:
        async with client_of(sqlite_settings.database_url, server.url) as (client, _):
            with frozen(server.pid):
                response = await ask(client)

    assert response.status_code == 200
    assert response.json() == READY | {"degraded": ["valkey"]}
