"""The first query after PostgreSQL has been restarted."""

from collections.abc import Callable

import pytest
from anyio import to_thread
from servers import postgresql_server
from sqlalchemy import make_url, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from antipatterns.database import stale_connection as wrong
from app.core.database import DatabaseOptions, create_engine


async def query(engine: AsyncEngine) -> int | None:
    """Run one query on a connection of the pool."""
    async with engine.connect() as connection:
        return await connection.scalar(select(1))


async def test_first_query_after_restart_fails(
    measured: Callable[[str], None],
) -> None:
    with postgresql_server() as server:
        engine = wrong.create_engine(make_url(server.url))
        await query(engine)
        await to_thread.run_sync(server.stop)
        await to_thread.run_sync(server.start)
        with pytest.raises(DBAPIError) as caught:
            await query(engine)
        await engine.dispose()

    reason = str(caught.value.driver_exception)
    assert "connection is closed" in reason
    measured(f"After a restart of PostgreSQL the first query failed: “{reason}”.")


async def test_pre_ping_replaces_stale_connection() -> None:
    with postgresql_server() as server:
        engine = create_engine(make_url(server.url), DatabaseOptions())
        await query(engine)
        await to_thread.run_sync(server.stop)
        await to_thread.run_sync(server.start)

        assert await query(engine) == 1
        await engine.dispose()
