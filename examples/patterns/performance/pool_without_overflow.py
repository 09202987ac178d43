"""A pool that keeps as many connections as its peak needs."""

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

POOL_TIMEOUT = 10.0  # seconds


def create_engine(url: URL) -> AsyncEngine:
    """Open up to six connections when they are needed, and keep them."""
    return create_async_engine(
        url,
        pool_size=6,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        pool_pre_ping=True,
    )
