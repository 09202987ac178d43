"""The app behind a real PgBouncer in transaction mode, with one server connection."""

import os
import shutil
import signal
import tempfile
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from httpx import AsyncClient
from logged_process import LoggedProcess, StartError, free_port
from servers import SHOP, folder_for, shop_processes, unprivileged_user
from sqlalchemy import URL, select, text
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.core.database import (
    Database,
    DatabaseOptions,
    create_engine,
    read_session,
    unit_of_work,
)
from app.core.errors import DatabaseUnavailableError
from app.items.models import Item

pytestmark = pytest.mark.processes

CONFIG = SHOP / "deploy/pgbouncer/pgbouncer.ini"
SIGN_UP = {"email": "ada@example.com", "password": "correct horse battery staple"}
ROUNDS = 3


def rendered(server: URL, port: int) -> str:
    """Return the configuration of this repository with the addresses of the tests."""
    config = CONFIG.read_text()
    for old, new in {
        "shop = host=db port=5432 dbname=shop": (
            f"shop = host=127.0.0.1 port={server.port} dbname={server.database} "
            f"user={server.username}"
        ),
        "listen_addr = 0.0.0.0": "listen_addr = 127.0.0.1\nunix_socket_dir =",
        "listen_port = 6432": f"listen_port = {port}",
        "auth_type = scram-sha-256": "auth_type = any",
        "auth_file = /etc/pgbouncer/userlist.txt\n": "",
        "default_pool_size = 40": "default_pool_size = 1",
    }.items():
        assert config.count(old) == 1
        config = config.replace(old, new)
    return config


@dataclass
class PgBouncer(LoggedProcess):
    """PgBouncer in front of a PostgreSQL server."""

    server: URL = field(kw_only=True)
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> URL:
        """The address for the app."""
        return self.server.set(port=self.port, database="shop")

    def start(self, folder: Path, user: int | None) -> None:
        """Start it as another user, because it refuses root."""
        program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
        if program is None:
            raise StartError("pgbouncer is missing", "apt-get install pgbouncer")
        config = folder / "pgbouncer.ini"
        config.write_text(rendered(self.server, self.port))
        self.launch([program, config], folder=folder, user=user)
        self.wait_until_ready(lambda: "process up" in self.log, "PgBouncer")


@pytest.fixture
def pgbouncer(postgresql_settings: Settings) -> Iterator[PgBouncer]:
    user = unprivileged_user()
    with tempfile.TemporaryDirectory(dir=folder_for(user)) as name:
        folder = Path(name)
        if user is not None:
            os.chown(folder, user, -1)
        server = postgresql_settings.database_url
        pgbouncer = PgBouncer(folder / "log", server=server)
        try:
            pgbouncer.start(folder, user)
            yield pgbouncer
        finally:
            pgbouncer.end(signal.SIGINT)


@asynccontextmanager
async def opened(url: URL, options: DatabaseOptions) -> AsyncGenerator[Database]:
    engine = create_engine(url, options)
    yield Database(engine)
    await engine.dispose()


@pytest.fixture
async def pooled(pgbouncer: PgBouncer) -> AsyncGenerator[Database]:
    """Yield a database whose connections share one connection of PgBouncer."""
    options = DatabaseOptions(statement_timeout=0.5, transaction_pooling=True)
    async with opened(pgbouncer.url, options) as database:
        yield database


async def test_two_connections_share_prepared_queries(pooled: Database) -> None:
    found: list[Sequence[int]] = []
    for _ in range(ROUNDS):
        for begin in (unit_of_work, read_session):
            async with begin(pooled) as session:
                found.append((await session.scalars(select(Item.id))).all())

    assert found == [[]] * 2 * ROUNDS


async def test_direct_settings_fail_behind_the_pooler(pgbouncer: PgBouncer) -> None:
    async with opened(pgbouncer.url, DatabaseOptions()) as database:
        with pytest.raises((DBAPIError, DatabaseUnavailableError)) as caught:
            async with read_session(database) as session:
                await session.scalars(select(Item.id))

    assert "unsupported startup parameter" in f"{caught.value} {pgbouncer.log}"


async def test_read_session_refuses_to_write(pooled: Database) -> None:
    with pytest.raises(DBAPIError, match="read-only transaction"):
        async with read_session(pooled) as session:
            await session.execute(text("DELETE FROM items"))
    async with unit_of_work(pooled) as session:
        await session.execute(text("DELETE FROM items"))


async def test_server_cancels_a_slow_statement(pooled: Database) -> None:
    with pytest.raises(DatabaseUnavailableError):
        async with read_session(pooled) as session:
            await session.execute(text("SELECT pg_sleep(60)"))
    async with read_session(pooled) as session:
        assert await session.scalar(text("SELECT 1")) == 1


async def test_session_setting_reaches_another_client(
    pgbouncer: PgBouncer, pooled: Database
) -> None:
    options = DatabaseOptions(transaction_pooling=True)
    async with opened(pgbouncer.url, options) as other:
        async with unit_of_work(pooled) as session:
            await session.execute(text("SET app.tenant = 'first'"))
        async with unit_of_work(other) as session:
            found = await session.scalar(text("SHOW app.tenant"))

    assert found == "first"


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_shop_serves_through_the_pooler(
    pgbouncer: PgBouncer, committing_database: Database
) -> None:
    assert committing_database.engine.url.get_backend_name() == "postgresql"
    environment = {
        "APP_DATABASE_URL": pgbouncer.url.render_as_string(hide_password=False),
        "APP_DATABASE_TRANSACTION_POOLING": "true",
    }
    with shop_processes(2, environment) as shops:
        for number, shop in enumerate(shops):
            async with AsyncClient(base_url=shop.url, timeout=30) as client:
                ready = await client.get("/ready")
                body = {**SIGN_UP, "email": f"ada{number}@example.com"}
                signed_up = await client.post("/api/v1/users", json=body)
                listed = await client.get("/api/v1/items")
            statuses = [one.status_code for one in (ready, signed_up, listed)]
            assert statuses == [200, 201, 200]
