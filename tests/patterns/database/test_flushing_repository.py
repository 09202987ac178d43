"""A row lock on an account that the session has loaded before."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData

from app.core.database import Database, unit_of_work
from patterns.database.flushing_repository import Account, AccountRepository, Base


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_locked_account_is_read_again(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add(Account(id=1, cents=500))

    async with unit_of_work(database) as session:
        loaded = await session.get_one(Account, 1)  # in the identity map while held
        async with unit_of_work(database) as other:
            await AccountRepository(other).add_credit(1, 100)
        await AccountRepository(session).add_credit(1, 50)
        assert loaded.cents == 650

    async with database.sessions() as session:
        assert (await session.get_one(Account, 1)).cents == 650
