"""The shop on a PostgreSQL that requires passwords, and scripts that change them."""

import asyncio
import os
import subprocess
from collections import Counter
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from accounts import SIGNING_KEYS, access_token_of
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from limits import RateLimitItemPerSecond
from logged_process import wait_until
from schema import migrate
from servers import PostgresqlServer
from sqlalchemy import make_url

from app.config import Settings
from app.core.database import Database
from app.main import create_app
from app.users.models import Role
from tests.patterns.runbooks.full_disk import psql

OWNER, OLD, NEW = "shop", "shop_2026_10", "shop_2026_11"
PASSWORDS = {OLD: "the password of October", NEW: "the password of November"}
ASK_FOR_PASSWORDS = f"host all +{OWNER} 127.0.0.1/32 scram-sha-256\n"
ITEMS = "/api/v1/items"
MORE = 12  # requests of each step
TEA = {"name": "Tea", "price": "4.50", "stock": 3}


@dataclass(frozen=True)
class Logins:
    """Runs the scripts of the runbook as an administrator of the shop's database."""

    server: PostgresqlServer
    database: str

    def run(self, script: str, login: str) -> subprocess.CompletedProcess[str]:
        """Run a script, with a new password for the login."""
        programs = Path(self.server.program("psql")).parent
        address = f"app@127.0.0.1:{self.server.port}/{self.database}"
        environment = {
            **os.environ,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "ADMIN_URL": f"postgresql://{address}",
            "NEW_PASSWORD": PASSWORDS[login],
        }
        command = ["sh", "-c", script]
        return subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def settings(self, login: str) -> Settings:
        """Return settings with one pooled connection, and more for peaks."""
        url = make_url(self.server.url).set(
            username=login, password=PASSWORDS[login], database=self.database
        )
        return Settings(
            database_url=url,
            database_pool_size=1,
            database_max_overflow=5,
            catalogue_seconds=0,
            rate_limit=RateLimitItemPerSecond(100_000),
            jwt_keys=SIGNING_KEYS,
        )


@contextmanager
def shop_with_passwords(server: PostgresqlServer) -> Generator[Logins]:
    """Create the database of the shop, whose logins need passwords; drop it after."""
    name = f"test_{uuid4().hex}"
    psql(server, f"CREATE ROLE {OWNER}")
    psql(server, f"CREATE DATABASE {name} OWNER {OWNER}")
    logins = Logins(server, name)
    with passwords_required(server):
        with only_old_login(server):
            migrate(logins.settings(OLD))
        yield logins
    psql(server, f"DROP DATABASE {name} WITH (FORCE)")
    psql(server, f"DROP ROLE {OWNER}")


@contextmanager
def only_old_login(server: PostgresqlServer) -> Generator[None]:
    """Create the login of the month before; drop all logins at the end."""
    psql(server, f"CREATE ROLE {OLD} LOGIN PASSWORD '{PASSWORDS[OLD]}' IN ROLE {OWNER}")
    psql(server, f"ALTER ROLE {OLD} SET role = '{OWNER}'")
    yield
    for login in (OLD, NEW):
        psql(server, f"DROP ROLE IF EXISTS {login}")


@contextmanager
def passwords_required(server: PostgresqlServer) -> Generator[None]:
    """Let the server ask each login of the shop for its password."""
    file = server.folder / "data/pg_hba.conf"
    before = file.read_text()
    file.write_text(ASK_FOR_PASSWORDS + before)
    reload_settings(server)
    yield
    file.write_text(before)
    reload_settings(server)


def reload_settings(server: PostgresqlServer) -> None:
    """Let the server read its settings, and wait until it has."""
    query = "SELECT pg_conf_load_time()"
    before = psql(server, query)
    psql(server, "SELECT pg_reload_conf()")
    wait_until(lambda: psql(server, query) != before, "the settings to load")


@dataclass
class Process:
    """The shop as one process serves it, and an administrator who uses it."""

    app: FastAPI
    client: AsyncClient
    opened: AsyncExitStack
    in_flight: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def database(self) -> Database:
        """The database of the app."""
        database: Database = self.app.state.database
        return database

    async def ask(self) -> list[int]:
        """Read and write at once, so that some requests open a connection."""
        both = (self.client.get(ITEMS), self.client.post(ITEMS, json=TEA))
        async with self.in_flight:
            return [answer.status_code for answer in await asyncio.gather(*both)]

    async def end(self) -> None:
        """Finish the requests in flight, then close the connections."""
        async with self.in_flight:
            await self.opened.aclose()


async def start(settings: Settings) -> Process:
    """Serve the app."""
    app = create_app(settings)
    opened = AsyncExitStack()
    await opened.enter_async_context(LifespanManager(app))
    admin = await access_token_of(app.state.database, "ada@example.com", Role.ADMIN)
    client = AsyncClient(
        transport=ASGITransport(app),
        base_url="http://test",
        headers={"Authorization": f"Bearer {app.state.tokens.issue(admin)}"},
    )
    await opened.enter_async_context(client)
    return Process(app, client, opened)


class Fleet:
    """Processes behind a load balancer, with requests that never stop."""

    def __init__(self, processes: Sequence[Process]) -> None:
        self.processes = list(processes)
        self.statuses = Counter[int]()
        self.answered = asyncio.Condition()
        self.is_loaded = True

    async def restart(self, settings: Settings) -> None:
        """Replace one process after the other, and let both versions serve."""
        for number, old in enumerate(self.processes):
            self.processes[number] = await start(settings)
            await old.end()
            await self.serve_on()

    async def serve_on(self) -> None:
        """Wait for some more requests."""
        wanted = self.statuses.total() + MORE
        async with asyncio.timeout(30), self.answered:
            await self.answered.wait_for(lambda: self.statuses.total() >= wanted)

    async def load(self) -> None:
        """Send requests to every process until told to stop."""
        while self.is_loaded:
            for number in range(len(self.processes)):
                self.statuses.update(await self.processes[number].ask())
            async with self.answered:
                self.answered.notify_all()


@asynccontextmanager
async def fleet_of(count: int, settings: Settings) -> AsyncGenerator[Fleet]:
    """Serve the shop with as many processes, under load."""
    fleet = Fleet([await start(settings) for _ in range(count)])
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fleet.load())
        try:
            await fleet.serve_on()
            yield fleet
        finally:
            fleet.is_loaded = False
    for process in fleet.processes:
        await process.end()
