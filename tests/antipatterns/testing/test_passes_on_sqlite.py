from collections.abc import Callable

import pytest
from sqlalchemy.exc import DBAPIError

from antipatterns.testing import passes_on_sqlite
from app.core.database import Base, Database
from app.users.models import User
from patterns.testing import converted_key

type Measured = Callable[[str], None]

HASH = "-"


@pytest.fixture
async def one_user(database: Database) -> Database:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.sessions() as session:
        session.add(User(email="ada@example.com", password_hash=HASH))
        await session.commit()
    return database


async def test_text_key_fails_on_postgresql_only(
    one_user: Database, measured: Measured
) -> None:
    async with one_user.sessions() as session:
        if one_user.engine.dialect.name == "sqlite":
            user = await passes_on_sqlite.find_by_subject(session, "1")
            assert user is not None
            measured(f"SQLite found {user.email}.")
        else:
            with pytest.raises(DBAPIError) as caught:
                await passes_on_sqlite.find_by_subject(session, "1")
            reason = str(caught.value.orig).splitlines()[0]
            assert reason == "operator does not exist: bigint = character varying"
            measured(f"PostgreSQL refused: {reason}.")


async def test_number_key_works_on_both_engines(one_user: Database) -> None:
    async with one_user.sessions() as session:
        user = await converted_key.find_by_subject(session, "1")

    assert user is not None
    assert user.email == "ada@example.com"
