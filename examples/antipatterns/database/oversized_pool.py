# /// bad
# also = { PERF-003 = "the overflow is a part of what exceeds max_connections" }
# harm = "tests/antipatterns/database/test_oversized_pool.py::test_pools_of_four_workers_exceed_max_connections"
# right = "examples/shop/app/core/database.py"
# ///
"""A pool that was sized for one process."""

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def create_engine(url: str) -> AsyncEngine:
    """Return an engine that holds 20 connections, and opens 10 more at a peak."""
    return create_async_engine(
        url, pool_size=20, max_overflow=10, pool_pre_ping=True
    )
