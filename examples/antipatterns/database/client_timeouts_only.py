# /// bad
# harm = "tests/antipatterns/database/test_client_timeouts_only.py::test_idle_transaction_holds_its_lock"
# right = "examples/shop/app/core/database.py"
# ///
"""An engine whose limits end with the client."""

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def create_engine(url: URL) -> AsyncEngine:
    """Return an engine that limits connecting and each statement."""
    return create_async_engine(
        url,
        pool_pre_ping=True,
        connect_args={"timeout": 3, "command_timeout": 10},
    )
