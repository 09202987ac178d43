# /// bad
# harm = "tests/antipatterns/database/test_cached_prepared_statements.py::test_next_connection_lacks_the_prepared_statement"
# right = "examples/shop/app/core/database.py"
# ///
"""An engine that caches prepared statements, used behind a transaction pooler."""

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def create_engine(url: URL) -> AsyncEngine:
    """Return an engine with asyncpg's defaults."""
    return create_async_engine(url, pool_pre_ping=True)
