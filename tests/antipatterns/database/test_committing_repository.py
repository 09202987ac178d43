"""What is left of a transfer to an account that does not exist."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData
from sqlalchemy.exc import InvalidRequestError

from antipatterns.database import committing_repository as wrong
from app.core.database import Database, unit_of_work
from patterns.database import flushing_repository as right


async def test_failed_transfer_is_half_stored(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(wrong.Account(id=1, cents=500))

    async with database.sessions() as session:
        with pytest.raises(wrong.NoSuchAccountError):
            await wrong.transfer(wrong.AccountRepository(session), 1, 2, 200)

    async with database.sessions() as session:
        left = (await session.get_one(wrong.Account, 1)).cents
    assert left == 300
    measured(f"The transfer failed, but the account had {left} of 500 cents left.")


async def test_flushed_changes_are_rolled_back(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(right.Account(id=1, cents=500))

    with pytest.raises(right.NoSuchAccountError):
        async with unit_of_work(database) as session:
            await right.transfer(right.AccountRepository(session), 1, 2, 200)

    async with database.sessions() as session:
        assert (await session.get_one(right.Account, 1)).cents == 500


async def test_statement_after_stray_commit_raises(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(wrong.Account(id=1, cents=500))

    with pytest.raises(InvalidRequestError, match="closed transaction"):
        async with unit_of_work(database) as session:
            await wrong.transfer(wrong.AccountRepository(session), 1, 2, 200)
