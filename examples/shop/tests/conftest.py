"""Fixtures for both engines; each test runs in a transaction that is rolled back."""

import logging
import os
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from accounts import SIGNING_KEYS, SignIn, access_token_of, hasher_with
from asgi_lifespan import LifespanManager
from exchange import REQUEST_ID, as_http
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from read_only import ReadOnlySession
from schema import empty_database, migrate
from servers import PostgresqlServer, postgresql_server
from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Mapper

from app.config import Settings
from app.core.database import Base, Database, create_engine
from app.core.logging import HANDLER
from app.core.passwords import PasswordHasher
from app.main import create_app
from app.users.dependencies import get_password_hasher
from app.users.models import Role, User

Record = Callable[[str, object], None]
VERSIONED = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _own_environment() -> Generator[None]:
    """Remove the developer's own `APP_` variables and `.env` file."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("APP_")]:
            patch.delenv(name)
        patch.setitem(Settings.model_config, "env_file", None)
        yield


@pytest.fixture(autouse=True)
def _own_log_handler() -> Generator[None]:
    """Remove the log handler of a test's app, whose stream belongs to the test."""
    yield
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if handler.name != HANDLER]


@pytest.fixture(scope="session")
def postgresql() -> Generator[PostgresqlServer]:
    """Run one server for all tests of this process."""
    with postgresql_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_settings(postgresql: PostgresqlServer) -> Settings:
    settings = Settings(
        database_url=make_url(postgresql.url),
        catalogue_seconds=0,
        jwt_keys=SIGNING_KEYS,
    )
    migrate(settings)
    return settings


@pytest.fixture(scope="session")
def sqlite_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    path = tmp_path_factory.mktemp("sqlite") / "shop.db"
    url = make_url(f"sqlite+aiosqlite:///{path}")
    settings = Settings(database_url=url, catalogue_seconds=0, jwt_keys=SIGNING_KEYS)
    migrate(settings)
    return settings


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Return the settings of a migrated database, once per engine."""
    found: Settings = request.getfixturevalue(f"{request.param}_settings")
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncGenerator[Settings]:
    """Yield the settings of a database without tables."""
    if request.param == "sqlite":
        url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
        yield Settings(database_url=url)
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    async with empty_database(server) as url:
        yield Settings(database_url=url)


@pytest.fixture
async def engine(
    settings: Settings, record_property: Record
) -> AsyncGenerator[AsyncEngine]:
    engine = create_engine(settings.database_url, settings.database_options)
    async with engine.connect() as connection:
        version = connection.dialect.server_version_info or ()
    name = VERSIONED[engine.dialect.name]
    record_property("database", f"{name} {'.'.join(map(str, version))}")
    yield engine
    await engine.dispose()


@pytest.fixture
async def database(engine: AsyncEngine) -> AsyncGenerator[Database]:
    """Yield a database whose commits end with the test.

    Every session joins one transaction by savepoint, which is rolled back at the end.
    """
    database = Database(engine)
    async with engine.connect() as connection:
        transaction = await connection.begin()
        for sessions in (database.sessions, database.read_sessions):
            sessions.configure(
                bind=connection,
                join_transaction_mode="create_savepoint",
                execution_options={},
            )
        database.read_sessions.configure(sync_session_class=ReadOnlySession)
        yield database
        await transaction.rollback()


@pytest.fixture
async def committing_database(engine: AsyncEngine) -> AsyncGenerator[Database]:
    """Yield a database with real commits; delete all rows at the end."""
    yield Database(engine)
    async with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(table.delete())


@pytest.fixture
async def session(database: Database) -> AsyncGenerator[AsyncSession]:
    """Yield the test's own session, to store rows and to read them."""
    async with database.sessions() as session:
        yield session


@pytest.fixture
def statements(engine: AsyncEngine) -> Generator[list[str]]:
    """Yield the statements that run from here on, without savepoints."""
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            asked.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine.sync_engine, "before_cursor_execute", note)


@pytest.fixture
def cheap_hasher() -> PasswordHasher:
    """Return Argon2id with parameters that take no time."""
    return hasher_with()


@pytest.fixture(scope="session")
def routed() -> FastAPI:
    """Return the app whose routes the app of each test shares.

    FastAPI builds all routes at the first request of each app, which takes longer than
    most tests. Of a test they hold only the dependency overrides.
    """
    return create_app(Settings())


@pytest.fixture
def app(settings: Settings, cheap_hasher: PasswordHasher, routed: FastAPI) -> FastAPI:
    app = create_app(settings)
    app.router.routes = [*routed.router.routes]
    app.dependency_overrides = routed.dependency_overrides = {}
    app.dependency_overrides[get_password_hasher] = lambda: cheap_hasher
    return app


@pytest.fixture
async def client(app: FastAPI, database: Database) -> AsyncGenerator[AsyncClient]:
    """Yield a client; an exception that leaves the app fails the test."""
    async with (
        LifespanManager(app),
        AsyncClient(
            transport=ASGITransport(app),
            base_url="http://test",
            headers={"X-Request-ID": REQUEST_ID},
        ) as client,
    ):
        app.state.database = database
        yield client


@pytest.fixture
async def sign_in(app: FastAPI, client: AsyncClient) -> AsyncGenerator[SignIn]:
    """Yield a function that returns an account's client; it creates the account."""
    async with AsyncExitStack() as stack:

        async def sign_in(
            email: str = "ada@example.com", role: Role = Role.CUSTOMER
        ) -> AsyncClient:
            verified = await access_token_of(app.state.database, email, role)
            token = app.state.tokens.issue(verified)
            headers = {**client.headers, "Authorization": f"Bearer {token}"}
            return await stack.enter_async_context(
                AsyncClient(
                    transport=ASGITransport(app),
                    base_url=client.base_url,
                    headers=headers,
                )
            )

        yield sign_in


@pytest.fixture
async def admin(sign_in: SignIn) -> AsyncClient:
    return await sign_in("admin@example.com", Role.ADMIN)


@pytest.fixture
def show(record_property: Record) -> Callable[[str, Response], None]:
    """Record an exchange under a name, for the handbook's pages."""
    return lambda name, response: record_property(f"shown:{name}", as_http(response))


def fix_row(_: Mapper[User], __: Connection, user: User) -> None:
    """Set the ID and the times that the documentation shows."""
    user.id, user.created_at, user.updated_at = 1, NOON, NOON


@pytest.fixture
def _fixed_row() -> Generator[None]:
    event.listen(User, "before_insert", fix_row)
    yield
    event.remove(User, "before_insert", fix_row)
