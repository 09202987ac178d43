# /// bad
# ast-grep = ["PERF-003"]
# harm = "tests/antipatterns/performance/test_pool_with_overflow.py::test_overflow_connections_are_opened_again"
# right = "examples/patterns/performance/pool_without_overflow.py"
# ///
"""A small pool with overflow for the peaks."""

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def create_engine(url: URL) -> AsyncEngine:
    """Keep two connections, and open four more at each peak."""
    return create_async_engine(
        url, pool_size=2, max_overflow=4, pool_pre_ping=True
    )
