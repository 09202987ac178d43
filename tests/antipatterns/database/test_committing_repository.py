"""What is left of a transfer to an account that does not exist."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData
from sqlalchemy.exc import InvalidRequestError

from antipatterns.database import committing_repository as wrong
from app.core.database import Database, unit_of_work
from patterns.database import flushing_repository as right


async def test_half_a_use_case_is_stored(
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
    measured(f"The transfer failed; of 500 cents, {left} were left.")


async def test_a_flush_is_undone_with_the_rest(
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


async def test_the_unit_of_work_goes_no_further_after_a_stray_commit(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(wrong.Account(id=1, cents=500))

    with pytest.raises(InvalidRequestError, match="closed transaction"):
        async with unit_of_work(database) as session:
            await wrong.transfer(wrong.AccountRepository(session), 1, 2, 200)
