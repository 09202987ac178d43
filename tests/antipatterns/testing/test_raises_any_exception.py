from collections.abc import Callable

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.testing import raises_any_exception
from app.core.database import Base, Database
from app.users.service import UserService
from patterns.testing import exact_exception

type Measured = Callable[[str], None]


def user_service(session: AsyncSession) -> UserService:
    return UserService.on(session)


async def test_wrong_failure_passes(database: Database, measured: Measured) -> None:
    async with database.sessions() as session:
        await raises_any_exception.test_unknown_user_is_not_found(user_service(session))
        await session.rollback()
        with pytest.raises(DBAPIError) as caught:
            await user_service(session).read(99)

    reason = str(caught.value.orig).splitlines()[0]
    assert "users" in reason
    measured(f"Passed on an empty database, where the call fails with: {reason}.")


async def test_exact_exception_rejects_other_failures(database: Database) -> None:
    async with database.sessions() as session:
        with pytest.raises(DBAPIError):
            await exact_exception.test_unknown_user_is_not_found(user_service(session))
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.sessions() as session:
        await exact_exception.test_unknown_user_is_not_found(user_service(session))
