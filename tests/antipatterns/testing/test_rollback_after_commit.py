from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from antipatterns.testing import rollback_after_commit
from app.core.database import Base, Database
from app.users.models import User
from patterns.testing import outer_transaction

type Measured = Callable[[str], None]

HASH = "-"


@pytest.fixture
async def tables(database: Database) -> Database:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return database


async def sign_up(session: AsyncSession) -> None:
    """Write and commit, as the code under test does."""
    session.add(User(email="ada@example.com", password_hash=HASH))
    await session.commit()


async def rows(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(User)) or 0


async def test_committed_row_outlives_the_test(
    tables: Database, measured: Measured
) -> None:
    async with rollback_after_commit.rolled_back(tables.engine) as session:
        await sign_up(session)

    async with rollback_after_commit.rolled_back(tables.engine) as session:
        found = await rows(session)
        with pytest.raises(IntegrityError):
            await sign_up(session)

    assert found == 1
    measured(
        f"The second test began with {found} row, and the same sign-up raised "
        "IntegrityError."
    )


async def test_committed_row_outlives_the_test_on_the_default_sqlite_engine(
    tmp_path: Path,
) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'default.db'}")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)

    async with outer_transaction.rolled_back(engine) as sessions, sessions() as session:
        await sign_up(session)
    async with outer_transaction.rolled_back(engine) as sessions, sessions() as session:
        found = await rows(session)
    await engine.dispose()

    assert found == 1


async def test_each_test_begins_empty(tables: Database) -> None:
    for _ in range(2):
        async with outer_transaction.rolled_back(tables.engine) as sessions:
            async with sessions() as session:
                assert await rows(session) == 0
                await sign_up(session)
            async with sessions() as other:
                assert await rows(other) == 1


async def test_rollback_in_code_keeps_committed_rows(tables: Database) -> None:
    async with outer_transaction.rolled_back(tables.engine) as sessions:
        async with sessions() as session:
            await sign_up(session)
            await session.rollback()
        async with sessions() as other:
            assert await rows(other) == 1

    async with tables.sessions() as session:
        assert await rows(session) == 0
