"""A pool that checks connections in the driver, without a round trip."""

from sqlalchemy import URL, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection


def check_connection(
    _: DBAPIConnection, record: ConnectionPoolEntry, __: PoolProxiedConnection
) -> None:
    """Discard the pool's connections when the event loop saw this socket close."""
    if record.driver_connection is None or record.driver_connection.is_closed():
        raise InvalidatePoolError


def create_engine(url: URL) -> AsyncEngine:
    """Return an engine that needs no round trip to check a connection."""
    engine = create_async_engine(url)
    event.listen(engine.sync_engine, "checkout", check_connection)
    return engine
