"""Row locks: on an account that is loaded already, and of two accounts."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import override

import pytest
from sqlalchemy import MetaData

from app.core.database import Database, unit_of_work
from patterns.database.flushing_repository import (
    Account,
    AccountRepository,
    Base,
    transfer,
)


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


class SlowRepository(AccountRepository):
    """Pauses after each change, so that two transfers hold their first lock."""

    @override
    async def add_credit(self, number: int, cents: int) -> None:
        await super().add_credit(number, cents)
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_opposite_transfers_do_not_deadlock(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add_all([Account(id=1, cents=500), Account(id=2, cents=500)])

    async def move(source: int, target: int) -> None:
        async with unit_of_work(database) as session:
            await transfer(SlowRepository(session), source, target, 100)

    await asyncio.gather(move(1, 2), move(2, 1))

    async with database.sessions() as session:
        found = [await session.get_one(Account, number) for number in (1, 2)]
    assert [account.cents for account in found] == [500, 500]
