"""A transaction that takes a lock and then does nothing."""

import asyncio
import time
from collections.abc import Callable

import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from antipatterns.database import client_timeouts_only as wrong
from app.core.database import DatabaseOptions, create_engine

PATIENCE = 2.0  # seconds
CREATE = text("CREATE TABLE seats (id int)")
LOCK = text("LOCK TABLE seats")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def is_lock_free(holder: AsyncEngine) -> bool:
    """Return whether a lock of an idle transaction ends before the patience does."""
    other = create_async_engine(holder.url)
    async with other.begin() as connection:
        await connection.execute(CREATE)
    idle = await holder.connect()
    await idle.execute(LOCK)
    try:
        async with asyncio.timeout(PATIENCE), other.begin() as connection:
            await connection.execute(LOCK)
    except TimeoutError:
        return False
    else:
        return True
    finally:
        await idle.invalidate()
        await idle.close()
        await holder.dispose()
        await other.dispose()


async def test_idle_transaction_holds_its_lock(
    database_url: URL, measured: Callable[[str], None]
) -> None:
    started = time.monotonic()

    assert not await is_lock_free(wrong.create_engine(database_url))
    waited = time.monotonic() - started
    assert waited >= PATIENCE
    measured(
        f"After {waited:.1f} seconds an idle transaction still held its lock, and "
        "another transaction still waited for it."
    )


async def test_server_ends_an_idle_transaction(database_url: URL) -> None:
    options = DatabaseOptions(idle_transaction_timeout=0.2)

    assert await is_lock_free(create_engine(database_url, options))
