# /// bad
# harm = "tests/antipatterns/tenancy/test_tenant_of_connection.py::test_next_request_reads_as_the_tenant_before"
# right = "examples/patterns/tenancy/row_level.py"
# ///
"""A tenant that stays set on the connection when it returns to the pool."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work


@asynccontextmanager
async def tenant_session(
    database: Database, tenant_id: int
) -> AsyncGenerator[AsyncSession]:
    """Yield a session that reads and writes the rows of one tenant."""
    async with unit_of_work(database) as session:
        is_local = False
        setting = func.set_config("app.tenant", str(tenant_id), is_local)
        await session.execute(select(setting))
        yield session
