from collections.abc import Callable

import pytest
from anyio import to_thread
from schema import migrate
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from antipatterns.testing import schema_from_metadata
from antipatterns.testing.schema_from_metadata import User
from app.config import Settings
from app.core.database import Database

type Measured = Callable[[str], None]

HASH = "-"


async def store_user(database: Database) -> None:
    async with database.sessions() as session:
        session.add(User(email="ada@example.com", password_hash=HASH, nickname="Ada"))
        await session.commit()


async def refusal(database: Database) -> str:
    """Return the first line of the migrated database's error."""
    with pytest.raises(DBAPIError) as caught:
        await store_user(database)
    return str(caught.value.orig).splitlines()[0]


async def test_column_without_migration_passes(
    database: Database, database_url: URL, measured: Measured
) -> None:
    await schema_from_metadata.prepare(database.engine)
    await store_user(database)
    async with database.engine.begin() as connection:
        await connection.run_sync(schema_from_metadata.Base.metadata.drop_all)

    await to_thread.run_sync(migrate, Settings(database_url=database_url))
    reason = await refusal(database)

    assert "nickname" in reason
    measured(f"Stored on the test's tables; on the migrated ones: {reason}.")


async def test_migrated_schema_shows_the_missing_column(
    database: Database, database_url: URL
) -> None:
    await to_thread.run_sync(migrate, Settings(database_url=database_url))

    assert "nickname" in await refusal(database)
