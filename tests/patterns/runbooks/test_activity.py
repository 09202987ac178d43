"""What PostgreSQL shows while a transaction blocks others."""

import asyncio
import subprocess
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest
from anyio import to_thread
from servers import PostgresqlServer
from sqlalchemy import text

from app.core.database import Database, DatabaseOptions, create_engine

FILE = "examples/patterns/runbooks/activity.sql"
UPDATE = text("UPDATE orders SET total = total + 1 WHERE id = 1")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def orders(database: Database) -> Database:
    """Return a database with one order."""
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE orders (id int, total int)"))
        await connection.execute(text("INSERT INTO orders VALUES (1, 10)"))
    return database


@asynccontextmanager
async def waiting_request(database: Database) -> AsyncGenerator[int]:
    """Let a request wait for another one, which idles; yield the idle one's ID."""
    engine = create_engine(database.engine.url, DatabaseOptions())

    async def wait() -> None:
        async with engine.begin() as request:
            await request.execute(UPDATE)

    async with asyncio.TaskGroup() as tasks, engine.begin() as idle:
        await idle.execute(UPDATE)
        pid = (await idle.scalars(text("SELECT pg_backend_pid()"))).one()
        tasks.create_task(wait())
        await until_blocked(database)
        yield pid
    await engine.dispose()


async def until_blocked(database: Database) -> None:
    blocked = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE cardinality(pg_blocking_pids(pid)) > 0"
    )
    async with asyncio.timeout(30):
        while True:
            async with database.sessions() as session:
                if await session.scalar(blocked):
                    return


async def test_query_names_the_idle_transaction(
    orders: Database,
    postgresql: PostgresqlServer,
    shown: Callable[[str], str],
    record_property: Callable[[str, object], None],
) -> None:
    url = f"postgresql://app@127.0.0.1:{postgresql.port}/{orders.engine.url.database}"
    command = [postgresql.program("psql"), "--no-psqlrc", url, "-c", shown(FILE)]
    await orders.engine.dispose()

    async with waiting_request(orders) as idle:
        await orders.engine.dispose()
        done = await to_thread.run_sync(
            lambda: subprocess.run(command, capture_output=True, text=True, check=True)
        )

    _, _, first, second, *_ = done.stdout.splitlines()
    assert first.split("|")[:2] == [f" {idle} ", " idle in transaction "]
    assert f"{{{idle}}}" in second
    record_property("shown:activity", done.stdout.rstrip())
