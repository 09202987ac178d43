"""PostgreSQL and Valkey stop or freeze while clients use the app, and return."""

import asyncio
import os
import signal
import subprocess
from collections.abc import (
    AsyncGenerator,
    Callable,
    Generator,
)
from contextlib import (
    AbstractContextManager,
    AsyncExitStack,
    contextmanager,
)
from dataclasses import dataclass

import pytest
from accounts import SIGNING_KEYS, access_token_of
from customers import ADA, customers_of, is_success, is_unavailable, sign_up
from httpx import AsyncClient
from logged_process import wait_until
from schema import migrate
from servers import (
    PostgresqlServer,
    ShopProcess,
    ValkeyServer,
    postgresql_server,
    shop_processes,
    valkey_server,
)
from sign_ups import add_sign_ups, count_accounts
from sqlalchemy import func, make_url, select
from workers import (
    Worker,
    count_pending,
    wait_until_counted,
    worker_process,
)

from app.config import Settings
from app.core.circuit_breaker import PAUSE
from app.core.database import Base, Database, create_engine
from app.main import create_access_tokens
from app.sessions.models import AuthSession, RefreshToken
from app.users.models import Role

pytestmark = pytest.mark.processes

OUTAGE = "database_unavailable"
MESSAGES = 100
TIME_LIMITS = {
    "APP_DATABASE_POOL_TIMEOUT": 1.0,
    "APP_DATABASE_CONNECT_TIMEOUT": 1.0,
    "APP_DATABASE_STATEMENT_TIMEOUT": 1.0,
}
RESET_TIMEOUT = 3.0  # seconds; .env.example says so
SLACK = 5.0  # for the rest of the request, on a busy machine
LONGEST = sum(TIME_LIMITS.values()) + RESET_TIMEOUT + SLACK


@dataclass
class World:
    """The app as it runs in production, with its worker and its servers."""

    postgresql: PostgresqlServer
    valkey: ValkeyServer
    shops: list[ShopProcess]
    worker: Worker
    settings: Settings


type Outage = Callable[[World], AbstractContextManager[None]]


def processes_of(server: PostgresqlServer) -> list[int]:
    """Return the server process and its child processes."""
    table = subprocess.run(
        ["/bin/ps", "-A", "-o", "pid=,ppid="],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [tuple(map(int, line.split())) for line in table.stdout.splitlines()]
    return [server.pid, *[pid for pid, parent in rows if parent == server.pid]]


@contextmanager
def postgresql_stopped(world: World) -> Generator[None]:
    """Stop the server, which closes all connections."""
    world.postgresql.stop()
    try:
        yield
    finally:
        world.postgresql.start()


@contextmanager
def postgresql_frozen(world: World) -> Generator[None]:
    """Freeze all processes: connections stay open, and none answers."""
    os.kill(world.postgresql.pid, signal.SIGSTOP)  # which begins no other from now on
    pids = processes_of(world.postgresql)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@contextmanager
def valkey_stopped(world: World) -> Generator[None]:
    """Stop the server, which closes all connections."""
    world.valkey.stop()
    try:
        yield
    finally:
        world.valkey.start()


@contextmanager
def valkey_frozen(world: World) -> Generator[None]:
    """Freeze the process."""
    os.kill(world.valkey.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(world.valkey.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def world() -> Generator[World]:
    with postgresql_server() as postgresql, valkey_server() as valkey:
        url = make_url(postgresql.url)
        settings = Settings(database_url=url, jwt_keys=SIGNING_KEYS)
        migrate(settings)
        environment = {
            "APP_DATABASE_URL": postgresql.url,
            "APP_RATE_LIMIT": "100000/second",
            "APP_LOGIN_RATE_LIMIT": "100000/second",
            "APP_LOGIN_ACCOUNT_RATE_LIMIT": "100000/second",
            "APP_LOGIN_IP_RATE_LIMIT": "100000/second",
            "APP_SIGN_UP_RATE_LIMIT": "100000/second",
            "APP_OUTBOX_LEASE": "3",
            **{name: str(seconds) for name, seconds in TIME_LIMITS.items()},
        }
        with (
            shop_processes(2, environment | {"APP_VALKEY_URL": valkey.url}) as shops,
            worker_process(environment) as worker,
        ):
            yield World(postgresql, valkey, shops, worker, settings)


@pytest.fixture
async def database(world: World) -> AsyncGenerator[Database]:
    """Yield a database with real commits; empty it after the worker is done."""
    engine = create_engine(world.settings.database_url, world.settings.database_options)
    database = Database(engine)
    yield database
    await wait_until_counted(count_pending, database, 0)
    async with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(table.delete())
    await engine.dispose()


@pytest.fixture
async def clients(
    world: World, database: Database
) -> AsyncGenerator[list[AsyncClient]]:
    """Yield a signed-in client of each server, with the documented time limit."""
    verified = await access_token_of(database, ADA, Role.CUSTOMER)
    token = create_access_tokens(world.settings).issue(verified)
    headers = {"Authorization": f"Bearer {token}"}
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                AsyncClient(base_url=shop.url, headers=headers, timeout=LONGEST)
            )
            for shop in world.shops
        ]


def count_logged(world: World, event: str) -> list[int]:
    """Count the event in the log of each process."""
    logs = [*[shop.log for shop in world.shops], world.worker.log]
    return [log.count(event) for log in logs]


async def wait_until_all_log(world: World, event: str, so_far: list[int]) -> None:
    """Wait for one more line in each process's log."""

    def have_logged() -> bool:
        counts = zip(count_logged(world, event), so_far, strict=True)
        return all(count > before for count, before in counts)

    await asyncio.to_thread(wait_until, have_logged, f"all to log {event}")


async def count_sessions_without_token(database: Database) -> int:
    """Count the sessions whose login was not finished."""
    tokens = select(RefreshToken.session_id)
    unfinished = select(func.count(AuthSession.id)).where(AuthSession.id.not_in(tokens))
    async with database.sessions() as session:
        return (await session.scalars(unfinished)).one()


@pytest.mark.parametrize("outage", [postgresql_stopped, postgresql_frozen])
async def test_database_outage_is_answered_503_in_time_and_loses_nothing(
    world: World, database: Database, clients: list[AsyncClient], outage: Outage
) -> None:
    so_far = count_logged(world, OUTAGE)

    async with customers_of(clients) as customers:
        await customers.reach("before", is_success)
        await add_sign_ups(database, MESSAGES, "before")
        with outage(world):
            await customers.reach("during", is_unavailable)
            await wait_until_all_log(world, OUTAGE, so_far)
        await customers.reach("after", is_success)
    await add_sign_ups(database, MESSAGES, "after")
    repeated = {email: await sign_up(clients[0], email) for email in customers.sent}
    await wait_until_counted(count_pending, database, 0)

    assert customers.unlike(lambda one: is_success(one) or is_unavailable(one)) == []
    assert customers.unlike(is_success, "after") == []
    assert {answer.status_code for answer in repeated.values()} <= {201, 409}
    lost = [email for email in customers.acknowledged if repeated[email].is_success]
    assert lost == []
    accounts = 1 + len(customers.sent) + 2 * MESSAGES
    assert await count_accounts(database) == accounts
    own = 1  # the clients' session, which no login began
    assert await count_sessions_without_token(database) == own


@pytest.mark.parametrize("outage", [valkey_stopped, valkey_frozen])
async def test_valkey_outage_is_logged_once_and_fails_no_request(
    world: World, clients: list[AsyncClient], outage: Outage
) -> None:
    logged_before = [shop.log.count("circuit_opened") for shop in world.shops]

    async with customers_of(clients) as customers:
        await customers.reach("before", is_success)
        with outage(world):
            await customers.reach("during", is_success)
            await asyncio.sleep(2 * PAUSE)  # the app asks Valkey again in this time
        await customers.reach("after", is_success)

    logged = [shop.log.count("circuit_opened") for shop in world.shops]
    assert customers.unlike(is_success) == []
    assert logged == [times + 1 for times in logged_before]
