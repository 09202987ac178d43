"""A report on orders from two countries."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData

from antipatterns.repositories import rows_as_dicts as wrong
from app.core.database import Database
from patterns.repositories import typed_rows as right

type CreateTables = Callable[[MetaData], Awaitable[None]]


async def test_mistyped_key_fails_at_run_time(
    database: Database, create_tables: CreateTables, measured: Callable[[str], None]
) -> None:
    await create_tables(wrong.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(wrong.Order(country="DE"))

    async with database.sessions() as session:
        [row] = await wrong.count_by_country(session)
        with pytest.raises(KeyError) as caught:
            await wrong.describe(session)

    assert (list(row), str(caught.value)) == (["country", "count"], "'orders'")
    measured(f"The report failed with KeyError: the key is {list(row)[1]!r}.")


async def test_typed_rows_are_described(
    database: Database, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(right.Order(country="DE"))

    async with database.sessions() as session:
        assert await right.describe(session) == ["DE: 1"]
