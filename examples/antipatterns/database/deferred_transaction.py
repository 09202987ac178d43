# /// bad
# harm = "tests/antipatterns/database/test_deferred_transaction.py::test_second_writer_fails_at_once"
# right = "examples/shop/app/core/database.py"
# ///
"""A unit of work that takes SQLite's write lock with its first write."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database


@asynccontextmanager
async def unit_of_work(database: Database) -> AsyncGenerator[AsyncSession]:
    """Yield a session that begins as SQLite does by default, deferred."""
    async with (
        AsyncSession(database.engine, expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session
