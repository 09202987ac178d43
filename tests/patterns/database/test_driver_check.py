"""What the driver's check saves, and what it misses."""

from collections.abc import Callable
from typing import Any

import pytest
from anyio import to_thread
from servers import postgresql_server
from sqlalchemy import URL, event, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

from app.core.database import DatabaseOptions
from app.core.database import create_engine as create_pinging_engine
from patterns.database.driver_check import create_engine

CHECKOUTS = 10
TRANSACTION = ["BEGIN;", "ROLLBACK;"]


async def query(engine: AsyncEngine) -> int | None:
    """Run one query on a connection of the pool."""
    async with engine.connect() as connection:
        return await connection.scalar(select(1))


async def round_trips(engine: AsyncEngine) -> list[str]:
    """Check a connection out several times; return what surrounds the queries."""
    sent: list[str] = []

    def listen(_: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        driver: Any = record.driver_connection
        driver.add_query_logger(lambda logged: sent.append(logged.query))

    event.listen(engine.sync_engine, "connect", listen)
    await query(engine)  # connects
    sent.clear()
    for _ in range(CHECKOUTS):
        await query(engine)
    await engine.dispose()
    return sent


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_driver_check_saves_three_round_trips(
    database_url: URL, measured: Callable[[str], None]
) -> None:
    pinged = await round_trips(create_pinging_engine(database_url, DatabaseOptions()))
    checked = await round_trips(create_engine(database_url))

    assert pinged == ["BEGIN;", ";", "ROLLBACK;", *TRANSACTION] * CHECKOUTS
    assert checked == TRANSACTION * CHECKOUTS
    saved = (len(pinged) - len(checked)) // CHECKOUTS
    measured(f"A ping costs {saved} round trips per checkout, the driver's check none.")


async def test_driver_check_replaces_closed_connections() -> None:
    with postgresql_server() as server:
        engine = create_engine(make_url(server.url))
        await query(engine)
        await to_thread.run_sync(server.stop)
        await to_thread.run_sync(server.start)

        assert await query(engine) == 1
        await engine.dispose()


async def test_driver_check_misses_a_close_that_the_loop_has_not_seen() -> None:
    with postgresql_server() as server:
        engine = create_engine(make_url(server.url))
        await query(engine)
        server.stop()  # blocks the event loop, which sees no socket close
        server.start()

        with pytest.raises(DBAPIError, match="connection"):
            await query(engine)
        await engine.dispose()
