"""What PostgreSQL shows while transactions block others."""

import asyncio
import subprocess
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from accounts import SIGNING_KEYS
from anyio import to_thread
from schema import migrate
from servers import PostgresqlServer
from sqlalchemy import text

from app.config import Settings
from app.core.database import Database, DatabaseOptions, create_engine
from tests.patterns.runbooks.signals import logged, report, responses, watched_shop

type Show = Callable[[Database], list[str]]

FILE = "examples/patterns/runbooks/activity.sql"
UPDATE = text("UPDATE orders SET total = total + 1 WHERE id = 1")
READ = text("SELECT total FROM orders WHERE id = 1")
PID = text("SELECT pg_backend_pid()")
BLOCKED = text(
    "SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0"
)
POOL = 2
WAIT = 0.2  # seconds for a free connection
ITEMS = "/api/v1/items"
FAILED = responses("GET", ITEMS, 503)
FIELDS = ("event", "error", "reason", "failures", "trace_id")
BACKGROUND = " (Background on this error at: https://sqlalche.me/e/21/3o7r)"

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def orders(database: Database) -> Database:
    """Return a database with one order."""
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE orders (id int, total int)"))
        await connection.execute(text("INSERT INTO orders VALUES (1, 10)"))
    await database.engine.dispose()
    return database


@pytest.fixture
def show(
    postgresql: PostgresqlServer,
    shown: Callable[[str], str],
    record_property: Callable[[str, object], None],
) -> Show:
    """Return a function that runs the query of the page, and records its output."""
    query = shown(FILE)

    def run(database: Database) -> list[str]:
        name = database.engine.url.database
        url = f"postgresql://app@127.0.0.1:{postgresql.port}/{name}"
        command = [postgresql.program("psql"), "--no-psqlrc", url, "-c", query]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        record_property("shown:activity", done.stdout.rstrip())
        _, _, *rows = done.stdout.splitlines()
        return rows

    return run


@asynccontextmanager
async def waiting_request(database: Database) -> AsyncGenerator[int]:
    """Let a request wait for another one, which idles; yield the idle one's ID."""
    engine = create_engine(database.engine.url, DatabaseOptions())

    async def wait() -> None:
        async with engine.begin() as request:
            await request.execute(UPDATE)

    async with asyncio.TaskGroup() as tasks, engine.begin() as idle:
        pid = (await idle.scalars(PID)).one()
        await idle.execute(UPDATE)
        tasks.create_task(wait())
        await until_blocked(database)
        yield pid
    await engine.dispose()


async def until_blocked(database: Database) -> None:
    async with asyncio.timeout(30):
        while True:
            async with database.sessions() as session:
                if await session.scalar(BLOCKED):
                    break
    await database.engine.dispose()


async def test_query_names_the_idle_transaction(orders: Database, show: Show) -> None:
    async with waiting_request(orders) as idle:
        first, second, *_ = await to_thread.run_sync(show, orders)

    assert first.split("|")[:2] == [f" {idle} ", " idle in transaction "]
    assert f"{{{idle}}}" in second


async def test_exhausted_pool_shows_transactions_without_a_query(
    database: Database,
    show: Show,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    settings = Settings(
        database_url=database.engine.url,
        database_pool_size=POOL,
        database_pool_timeout=WAIT,
        jwt_keys=SIGNING_KEYS,
    )
    await to_thread.run_sync(migrate, settings)
    await database.engine.dispose()
    async with watched_shop(settings) as shop, AsyncExitStack() as handlers:
        pool: Database = shop.app.state.database
        for _ in range(POOL):
            connection = await handlers.enter_async_context(pool.engine.connect())
            await connection.execute(READ)
        before = await shop.scrape()
        answer = await shop.client.get(ITEMS)
        after, trace = await shop.scrape(), shop.trace()
        rows = await to_thread.run_sync(show, database)

    [entry] = logged(caplog, ["database_unavailable"], FIELDS)
    assert sum("idle in transaction" in row for row in rows) == POOL
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert f"QueuePool limit of size {POOL} overflow 0 reached" in entry
    assert (before.get(FAILED, 0), after[FAILED]) == (0, 1)
    assert f"GET {ITEMS} | ERROR" in trace
    entry = entry.replace(BACKGROUND, "")
    record_property("shown:signals", report([entry], [(FAILED, before, after)], trace))
