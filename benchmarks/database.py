"""The database of a run: the shop's schema, a catalogue, one admin."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta

from pwdlib import PasswordHash
from schema import migrate
from servers import postgresql_server
from sqlalchemy import insert, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.config import Settings
from benchmarks.lean_models import AuthSession, Item, User

ADMIN = 1
EMAIL = "ada@example.com"
UNKNOWN_EMAIL = "unknown@example.com"
PASSWORD = "correct horse battery staple"
ITEMS = 1000
MOST_CONNECTIONS = 300
PLENTY = 2_000_000_000  # of stock, so that no item sells out


@contextmanager
def migrated_database() -> Generator[str]:
    """Run PostgreSQL with the shop's empty tables; yield its URL.

    It runs as in the tests, and does not wait for the disk; but it takes the
    connections of all servers that are measured in turns.
    """
    with postgresql_server() as server:
        asyncio.run(allow_connections(server.url))
        server.stop()
        server.start()
        migrate(Settings(database_url=make_url(server.url)))
        yield server.url


async def allow_connections(url: str) -> None:
    """Set `max_connections`; takes effect after a restart."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(
            text(f"ALTER SYSTEM SET max_connections = {MOST_CONNECTIONS}")
        )
    await engine.dispose()


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[AsyncConnection]:
    """Yield a connection in a transaction that commits at the end."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


async def fill(url: str) -> None:
    """Insert the admin and the catalogue."""
    user = {
        "email": EMAIL,
        "full_name": "Ada Lovelace",
        "password_hash": PasswordHash.recommended().hash(PASSWORD),
        "role": "admin",
        "is_active": True,
    }
    now = datetime.now(UTC)
    login = {
        "user_id": ADMIN,
        "created_at": now,
        "last_used_at": now,
        "expires_at": now + timedelta(days=1),
    }
    item = {"description": "Useful", "price": 1250, "stock": PLENTY}
    items = [{"name": f"Item {number}", **item} for number in range(ITEMS)]
    async with connected(url) as connection:
        await connection.execute(insert(User), user)
        await connection.execute(insert(AuthSession), login)
        await connection.execute(insert(Item), items)
