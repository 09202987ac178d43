"""A pooler gives each transaction a connection that remembers nothing."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.core.database import (
    Database,
    DatabaseOptions,
    connect_args,
    create_engine,
    read_session,
    unit_of_work,
)
from app.items.models import Item

TRANSACTIONS = 3


async def forget_session(database: Database) -> None:
    """Discard what a connection holds beyond a transaction, as another one would."""
    async with database.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        await driver.execute("DISCARD ALL")


@asynccontextmanager
async def open_database(
    settings: Settings, *, transaction_pooling: bool
) -> AsyncGenerator[Database]:
    options = DatabaseOptions(pool_size=1, transaction_pooling=transaction_pooling)
    engine = create_engine(settings.database_url, options)
    yield Database(engine)
    await engine.dispose()


async def use(database: Database) -> int:
    """Query in read and write transactions; return how many succeeded."""
    count = 0
    for _ in range(TRANSACTIONS):
        for begin in (read_session, unit_of_work):
            async with begin(database) as session:
                await session.scalars(select(Item).where(Item.id == 1))
            await forget_session(database)
            count += 1
    return count


async def test_pooled_connection_relies_on_no_prepared_statement(
    postgresql_settings: Settings,
) -> None:
    async with open_database(postgresql_settings, transaction_pooling=True) as database:
        assert await use(database) == 2 * TRANSACTIONS


async def test_direct_connection_relies_on_prepared_statements(
    postgresql_settings: Settings,
) -> None:
    async with open_database(
        postgresql_settings, transaction_pooling=False
    ) as database:
        with pytest.raises(DBAPIError, match="prepared statement"):
            await use(database)


def test_pooled_connection_sends_no_startup_settings() -> None:
    pooled = connect_args(DatabaseOptions(transaction_pooling=True))

    assert "server_settings" not in pooled
