"""What the log of PostgreSQL says of a deadlock."""

import asyncio
import subprocess
from collections.abc import Callable

import pytest
from accounts import SIGNING_KEYS
from anyio import to_thread
from placing import ORDERS, place
from schema import migrate, run_outside_transaction
from servers import PostgresqlServer
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.core.database import Database
from tests.patterns.runbooks.signals import logged, report, responses, watched_shop

SCRIPT = "examples/patterns/runbooks/deadlocks.sh::show_deadlocks"
START = "ERROR:  deadlock detected"
ITEMS = "/api/v1/items"
TEA = {"name": "Tea", "price": "4.50", "stock": 3}
CUP = {"name": "Cup", "price": "7.50", "stock": 3}
FAILED = responses("POST", ORDERS, 503)
FIELDS = ("event", "reason", "trace_id")
LOCK = text("SELECT id FROM items WHERE id = :id FOR UPDATE")
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0"
)
UPDATE = "UPDATE stock SET pieces = pieces - 1 WHERE name = '{}'"

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def take(
    database: Database, barrier: asyncio.Barrier, first: str, second: str
) -> str | None:
    """Take one piece of each; return the reason if the database refuses."""
    try:
        async with database.engine.begin() as connection:
            await connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            await connection.execute(text(UPDATE.format(first)))
            await barrier.wait()
            await connection.execute(text(UPDATE.format(second)))
    except DBAPIError as error:
        return str(error.driver_exception)
    return None


async def test_log_of_the_server_names_both_statements(
    database: Database,
    postgresql: PostgresqlServer,
    shown: Callable[[str], str],
    record_property: Callable[[str, object], None],
) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE stock (name text, pieces int)"))
        await connection.execute(
            text("INSERT INTO stock VALUES ('tea', 9), ('cup', 9)")
        )
    barrier = asyncio.Barrier(2)

    reasons = await asyncio.gather(
        take(database, barrier, "tea", "cup"), take(database, barrier, "cup", "tea")
    )
    log_file = str(postgresql.log_file)
    command = ["sh", "-c", f'{shown(SCRIPT)}\nshow_deadlocks "$0"', log_file]

    def show() -> str:
        return subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout

    _, start, log = (await to_thread.run_sync(show)).rpartition(START)

    [reason] = filter(None, reasons)
    assert reason.startswith("deadlock detected")
    for name in ("tea", "cup"):
        assert f": {UPDATE.format(name)}" in log
    lines = [line.partition("] ")[2] or line for line in log.splitlines()]
    record_property("shown:log", start + "\n".join(lines))


async def test_aborted_request_is_logged_counted_and_traced(
    database: Database,
    postgresql: PostgresqlServer,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    settings = Settings(database_url=database.engine.url, jwt_keys=SIGNING_KEYS)
    await to_thread.run_sync(migrate, settings)
    # PostgreSQL looks for a deadlock once; by then the job has to wait too.
    name = database.engine.url.database
    await run_outside_transaction(
        postgresql, f"ALTER DATABASE {name} SET deadlock_timeout = '3s'"
    )
    async with watched_shop(settings) as shop, database.engine.connect() as job:
        items = [await shop.client.post(ITEMS, json=tea) for tea in (TEA, CUP)]
        first, second = (item.json()["id"] for item in items)
        await job.execute(text("SET LOCAL deadlock_timeout = '60s'"))
        await job.execute(LOCK, {"id": second})
        shop.exporter.clear()
        before = await shop.scrape()
        async with asyncio.TaskGroup() as tasks:
            order = place(shop.client, "tea-and-cup", (first, 1), (second, 1))
            request = tasks.create_task(order)
            await until_waiting(database)
            await job.execute(LOCK, {"id": first})
        answer = request.result()
        after, trace = await shop.scrape(), shop.trace()

    [entry] = logged(caplog, ["transaction_aborted"], FIELDS)
    assert (answer.status_code, answer.json()["code"]) == (503, "transaction_aborted")
    assert "deadlock detected" in entry
    assert (before.get(FAILED, 0), after[FAILED]) == (0, 1)
    assert f"POST {ORDERS} | ERROR | 1 to 10 s" in trace
    record_property("shown:signals", report([entry], [(FAILED, before, after)], trace))


async def until_waiting(database: Database) -> None:
    """Wait until a transaction waits for another one."""
    async with asyncio.timeout(30), database.sessions() as session:
        while not await session.scalar(WAITING):
            await session.rollback()
            await asyncio.sleep(0.01)
