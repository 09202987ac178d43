"""What the log of PostgreSQL says of a deadlock."""

import asyncio
import subprocess
from collections.abc import Callable

import pytest
from anyio import to_thread
from servers import PostgresqlServer
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import Database

SCRIPT = "examples/patterns/runbooks/deadlocks.sh::show_deadlocks"
START = "ERROR:  deadlock detected"
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
