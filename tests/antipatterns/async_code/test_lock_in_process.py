"""Two server processes that sell the last piece at the same time."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from antipatterns.async_code import lock_in_process as wrong
from app.core.database import Database
from patterns.database import conditional_update as right

type CreateTables = Callable[[MetaData], Awaitable[None]]


async def stock_one_lamp(database: Database, create_tables: CreateTables) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(right.Stock(article="lamp", left=1))


async def count_sold(*purchases: Awaitable[None]) -> int:
    """Run the purchases concurrently; count those that were not refused."""
    results = await asyncio.gather(*purchases, return_exceptions=True)
    assert {type(result) for result in results} <= {type(None), right.SoldOutError}
    return results.count(None)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_processes_sell_the_last_piece(
    database: Database,
    meeting_sessions: async_sessionmaker[AsyncSession],
    create_tables: CreateTables,
    measured: Callable[[str], None],
) -> None:
    await stock_one_lamp(database, create_tables)
    processes = [wrong.Warehouse(meeting_sessions) for _ in range(2)]

    sold = await count_sold(*[process.take("lamp", 1) for process in processes])

    assert sold == 2
    measured(f"Two processes, each with a lock of its own, sold 1 piece {sold} times.")


async def test_lock_suffices_in_one_process(
    database: Database, create_tables: CreateTables
) -> None:
    await stock_one_lamp(database, create_tables)
    process = wrong.Warehouse(database.sessions)

    assert await count_sold(process.take("lamp", 1), process.take("lamp", 1)) == 1


async def test_condition_in_the_update_sells_the_last_piece_once(
    database: Database, create_tables: CreateTables
) -> None:
    await stock_one_lamp(database, create_tables)

    async def take() -> None:
        async with database.sessions.begin() as session:
            await right.take(session, "lamp", 1)

    assert await count_sold(take(), take()) == 1
