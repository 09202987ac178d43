# /// bad
# harm = "tests/antipatterns/database/test_unenforced_read_session.py::test_get_returns_200_and_loses_the_write"
# right = "examples/shop/app/core/database.py"
# ///
"""A read session that does not enforce read-only access."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database


@asynccontextmanager
async def read_session(database: Database) -> AsyncGenerator[AsyncSession]:
    """Yield a session that is never committed."""
    async with database.sessions() as session:
        yield session
