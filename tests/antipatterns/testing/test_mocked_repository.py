from collections.abc import Callable

import pytest
from sqlalchemy.exc import NoResultFound

from antipatterns.testing import mocked_repository
from app.core.database import Base, Database
from patterns.testing import real_repository

type Measured = Callable[[str], None]


@pytest.fixture
async def no_users(database: Database) -> Database:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return database


async def test_mock_hides_the_failing_query(
    no_users: Database, measured: Measured
) -> None:
    await mocked_repository.test_unknown_email_is_free()

    async with no_users.sessions() as session:
        users = mocked_repository.UserRepository(session)
        with pytest.raises(NoResultFound) as caught:
            await mocked_repository.is_free("ada@example.com", users)

    measured(f"The test passed; the same call with the real query: {caught.value}.")


async def test_real_query_finds_no_user(no_users: Database) -> None:
    async with no_users.sessions() as session:
        await real_repository.test_unknown_email_is_free(session)
