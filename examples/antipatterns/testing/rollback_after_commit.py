# /// bad
# ast-grep = ["TEST-007"]
# harm = "tests/antipatterns/testing/test_rollback_after_commit.py::test_committed_row_outlives_the_test"
# right = "examples/patterns/testing/outer_transaction.py"
# ///
"""A rollback that comes after the commit of the code under test."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession


@asynccontextmanager
async def rolled_back(engine: AsyncEngine) -> AsyncGenerator[AsyncSession]:
    """Yield a session for one test."""
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session
        await session.rollback()
