# /// bad
# harm = "tests/antipatterns/performance/test_reading_transaction.py::test_a_transaction_is_two_more_round_trips"
# right = "examples/shop/app/core/database.py"
# ///
"""A transaction around every request, also around those that only read."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database


@asynccontextmanager
async def read_session(database: Database) -> AsyncGenerator[AsyncSession]:
    """Yield a session to read with, in a transaction of its own."""
    async with database.sessions() as session, session.begin():
        yield session
