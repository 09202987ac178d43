"""The answers of the app while its database is unavailable, full or slow."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from accounts import CORRECT_HORSE, account
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient, Response
from logged_process import free_port, frozen
from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.core import availability
from app.core.database import Database, unit_of_work
from app.core.errors import DatabaseUnavailableError
from app.core.problems import TYPES
from app.core.tokens import AccessToken
from app.main import create_access_tokens, create_app
from app.users.models import User

SOON = 0.5
# Seconds; the libraries' own limits are longer: the pool waits 30 s, SQLite 5 s.
TOO_LATE, TOO_LATE_FOR_SQLITE = 20.0, 4.0
USERS = "/api/v1/users"
ADA = {"email": "ada@example.com", "password": CORRECT_HORSE}
LOGIN = {
    "grant_type": "password",
    "username": "ada@example.com",
    "password": CORRECT_HORSE,
}
NEEDS_DATABASE: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", USERS, {"json": ADA}),
    ("GET", f"{USERS}/me", {}),
    ("PATCH", f"{USERS}/me", {"json": {"full_name": "Ada"}}),
    ("GET", "/api/v2/users/me", {}),
    ("POST", "/api/v1/auth/token", {"data": LOGIN}),
    ("POST", "/api/v1/auth/refresh", {"json": {"refresh_token": "x"}}),
    ("POST", "/api/v1/auth/logout", {"json": {"refresh_token": "x"}}),
    ("GET", "/api/v1/auth/sessions", {}),
    ("GET", "/api/v1/items", {}),
    ("GET", "/api/v1/notifications", {}),
    ("GET", "/ready", {}),
]


def unavailable(path: str) -> dict[str, object]:
    return {
        "type": f"{TYPES}database-unavailable",
        "title": "Database unavailable",
        "status": 503,
        "detail": "The database does not answer.",
        "instance": path,
        "code": "database_unavailable",
    }


def is_unavailable(response: Response) -> bool:
    """Return whether this is the whole problem, with `Retry-After`."""
    return (
        response.status_code == 503
        and response.headers["content-type"] == "application/problem+json"
        and response.headers["retry-after"] == "5"
        and response.json() == unavailable(response.url.path)
    )


async def in_time(request: Awaitable[Response], too_late: float = TOO_LATE) -> Response:
    """Return the answer; TimeoutError when it takes longer than the limits allow."""
    async with asyncio.timeout(too_late):
        return await request


@asynccontextmanager
async def serve(settings: Settings) -> AsyncGenerator[tuple[AsyncClient, Database]]:
    """Yield a client of an app of its own, and the app's database."""
    app = create_app(settings)
    token = create_access_tokens(settings).issue(AccessToken(1, 1))
    async with (
        LifespanManager(app),
        AsyncClient(
            transport=ASGITransport(app),
            base_url="http://test",
            headers={"Authorization": f"Bearer {token}"},
        ) as client,
    ):
        yield client, app.state.database


@pytest.fixture
def impatient(settings: Settings) -> Settings:
    """Return settings with short timeouts and one connection."""
    return settings.model_copy(
        update={
            "database_pool_size": 1,
            "database_max_overflow": 0,
            "database_pool_timeout": SOON,
            "database_lock_timeout": SOON,
        }
    )


async def test_unreachable_database_returns_503_and_is_logged_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(availability, "LOG_INTERVAL", 60)
    url = make_url(f"postgresql+asyncpg://app@127.0.0.1:{free_port()}/postgres")

    async with serve(Settings(database_url=url)) as (client, _):
        answers = [
            await client.request(method, path, **arguments)
            for method, path, arguments in NEEDS_DATABASE
        ]

    refused = [answer.url.path for answer in answers if is_unavailable(answer)]
    assert refused == [path for _, path, _ in NEEDS_DATABASE]
    assert caplog.text.count("'event': 'database_unavailable'") == 1
    assert "ConnectionRefusedError" in caplog.text


async def test_server_that_accepts_no_connection_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql+asyncpg://app@127.0.0.1:{silent.getsockname()[1]}/postgres"
        settings = Settings(database_url=make_url(url), database_connect_timeout=SOON)
        async with serve(settings) as (client, _):
            answer = await in_time(client.get("/api/v1/items"))

    assert is_unavailable(answer)


async def test_exhausted_pool_times_out(impatient: Settings) -> None:
    async with serve(impatient) as (client, database):
        async with database.sessions() as session:
            await session.execute(select(1))
            during = await in_time(client.get("/api/v1/items"))
        after = await client.get("/api/v1/items")

    assert is_unavailable(during)
    assert after.status_code == 200


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_locked_sqlite_times_out_for_writers_only(
    impatient: Settings, committing_database: Database
) -> None:
    async with serve(impatient) as (client, _):
        async with unit_of_work(committing_database) as session:
            session.add(account("grace@example.com"))
            await session.flush()
            writes = await in_time(client.post(USERS, json=ADA), TOO_LATE_FOR_SQLITE)
            reads = await client.get("/api/v1/items")
        after = await client.post(USERS, json=ADA)

    assert is_unavailable(writes)
    assert reads.status_code == 200
    assert after.status_code == 201


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_request_that_waits_for_a_lock_is_told_to_retry(
    impatient: Settings, committing_database: Database
) -> None:
    async with serve(impatient) as (client, _):
        async with committing_database.engine.begin() as connection:
            await connection.execute(text("LOCK TABLE users"))
            during = await in_time(client.post(USERS, json=ADA))
        after = await client.post(USERS, json=ADA)
    async with committing_database.sessions() as session:
        addresses = (await session.scalars(select(User.email))).all()

    assert (during.status_code, during.json()["code"]) == (503, "transaction_aborted")
    assert during.headers["retry-after"] == "1"
    assert after.status_code == 201
    assert addresses == [ADA["email"]]


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_terminated_connection_is_replaced(
    impatient: Settings,
) -> None:
    async def cut_own(database: Database) -> None:
        async with unit_of_work(database) as session:
            own = select(func.pg_terminate_backend(func.pg_backend_pid()))
            await session.execute(own)

    async with serve(impatient) as (_, database):
        with pytest.raises(DatabaseUnavailableError):
            await cut_own(database)
        async with database.sessions() as session:
            answer = await session.scalar(select(1))

    assert answer == 1


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_ping_without_answer_times_out(impatient: Settings) -> None:
    settings = impatient.model_copy(update={"database_statement_timeout": SOON})
    async with serve(settings) as (client, database):
        async with database.sessions() as session:
            backend = (await session.scalars(select(func.pg_backend_pid()))).one()
        with frozen(backend):
            answer = await in_time(client.get("/api/v1/items"))

    assert is_unavailable(answer)


@pytest.mark.parametrize(
    ("limit", "statement"),
    [
        pytest.param(
            "SET LOCAL statement_timeout = 10", "SELECT pg_sleep(60)", id="time"
        ),
        pytest.param(
            "SET LOCAL temp_file_limit = 64",
            "SELECT count(*) FROM (SELECT n FROM generate_series(1, 99999) n ORDER BY"
            " random()) AS shuffled",
            id="space",
        ),
    ],
)
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_statement_cancelled_by_the_server_is_unavailable(
    committing_database: Database, limit: str, statement: str
) -> None:
    async def ask() -> None:
        async with unit_of_work(committing_database) as session:
            await session.execute(text("SET LOCAL work_mem = 64"))
            await session.execute(text(limit))
            await session.execute(text(statement))

    with pytest.raises(DatabaseUnavailableError):
        await ask()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_full_disk_is_unavailable(
    impatient: Settings, committing_database: Database
) -> None:
    async def fill(database: Database, size: int) -> None:
        async with unit_of_work(database) as session:
            session.add(User(email="ada@example.com", password_hash="x" * size))

    one_connection = impatient.model_copy(update={"database_pool_size": 1})
    async with serve(one_connection) as (_, database):
        async with database.sessions() as session:
            await session.execute(text("PRAGMA max_page_count = 1"))
            # Pages that earlier rows left free still take new ones.
            free = await session.scalar(text("PRAGMA freelist_count"))
            page = await session.scalar(text("PRAGMA page_size"))
        with pytest.raises(DatabaseUnavailableError):
            await fill(database, (free or 0) * (page or 0) + 100_000)

    async with committing_database.sessions() as session:
        assert await session.scalar(select(func.count(User.id))) == 0


async def use(database: Database, error: Exception | None = None) -> None:
    async with unit_of_work(database) as session:
        await session.execute(select(1))
        if error:
            raise error
        await session.execute(text("SELECT nothing FROM nowhere"))


async def test_wrong_statement_raises_the_drivers_error(database: Database) -> None:
    with pytest.raises(DBAPIError, match="nowhere"):
        await use(database)


@pytest.mark.parametrize(
    "error", [TimeoutError("upstream"), FileNotFoundError("invoice"), KeyError("tea")]
)
async def test_error_of_the_caller_passes_unchanged(
    database: Database, error: Exception
) -> None:
    with pytest.raises(type(error)) as caught:
        await use(database, error)

    assert caught.value is error


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_cancelled_task_stays_cancelled(
    committing_database: Database,
) -> None:
    async def wait() -> None:
        async with unit_of_work(committing_database) as session:
            await session.execute(select(func.pg_sleep(60)))

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(SOON)
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting
