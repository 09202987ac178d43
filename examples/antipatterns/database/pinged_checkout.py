# /// bad
# harm = "tests/antipatterns/database/test_pinged_checkout.py::test_each_checkout_asks_three_times"
# right = "examples/shop/app/core/database.py"
# ///
"""A pool that asks the server whether it is there, each time before it is asked."""

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def create_engine(url: URL) -> AsyncEngine:
    """Return an engine whose connections are tested before they are used."""
    return create_async_engine(url, pool_pre_ping=True)
