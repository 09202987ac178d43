"""Two concurrent queries, on one session and on two."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData
from sqlalchemy.exc import InvalidRequestError

from antipatterns.database import shared_session as wrong
from app.core.database import Database
from patterns.database import parallel_reads as right


async def test_concurrent_queries_on_one_session_raise(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    await database.engine.dispose()  # a connection that is open would hide it

    before = asyncio.all_tasks()
    session = database.sessions()
    with pytest.raises(InvalidRequestError) as refusal:
        await wrong.read_dashboard(session)
    left_running = asyncio.all_tasks() - before
    await asyncio.wait(left_running)
    await session.close()

    reason = str(refusal.value).partition(";")[0]
    assert "provisioning a new connection" in reason
    assert len(left_running) == 1
    measured(
        f"`{type(refusal.value).__name__}`: {reason}. "
        f"{len(left_running)} query was still running when it was raised."
    )


async def test_session_per_query_returns_both_counts(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(right.Order())

    assert await right.read_dashboard(database.sessions) == (1, 0)
