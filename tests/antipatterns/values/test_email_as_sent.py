"""One person who signs up twice, with two spellings of the address."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData
from sqlalchemy.exc import IntegrityError

from antipatterns.values import email_as_sent as wrong
from app.core.database import Database, unit_of_work
from patterns.values import normalized_email as right

type CreateTables = Callable[[MetaData], Awaitable[None]]

SPELLINGS = ("Ann@Example.com", "ann@example.com")


async def test_one_person_gets_two_accounts(
    database: Database, create_tables: CreateTables, measured: Callable[[str], None]
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        accounts = [
            await wrong.create_account(session, wrong.AccountCreate(email=spelling))
            for spelling in SPELLINGS
        ]

    assert len(set(accounts)) == 2
    measured(f"`{'` and `'.join(SPELLINGS)}` became {len(accounts)} accounts.")


async def test_second_spelling_is_the_same_account(
    database: Database, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)
    first, second = [right.AccountCreate(email=spelling) for spelling in SPELLINGS]
    async with unit_of_work(database) as session:
        await right.create_account(session, first)

    with pytest.raises(IntegrityError):
        async with unit_of_work(database) as session:
            await right.create_account(session, second)
