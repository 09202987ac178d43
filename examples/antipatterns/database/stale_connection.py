# /// bad
# ast-grep = ["DB-018"]
# harm = "tests/antipatterns/database/test_stale_connection.py::test_first_query_after_restart_fails"
# right = "examples/shop/app/core/database.py"
# ///
"""A pool that hands out connections without checking them."""

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def create_engine(url: URL) -> AsyncEngine:
    """Return an engine with the default of `pool_pre_ping`, which is off."""
    return create_async_engine(url)
