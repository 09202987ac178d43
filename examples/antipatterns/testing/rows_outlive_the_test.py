# /// bad
# harm = "tests/antipatterns/testing/test_rows_outlive_the_test.py::test_committed_row_outlives_the_test"
# right = "examples/patterns/testing/rolled_back.py"
# ///
"""A session that rolls back after the code under test has committed."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession


@asynccontextmanager
async def rolled_back(engine: AsyncEngine) -> AsyncGenerator[AsyncSession]:
    """Yield a session for one test."""
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session
        await session.rollback()
