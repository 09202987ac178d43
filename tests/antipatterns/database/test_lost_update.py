"""Two buyers read the stock before either takes the last piece."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from antipatterns.database import lost_update as wrong
from app.core.database import Database
from patterns.database import conditional_update as right


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_last_piece_is_sold_twice(
    database: Database,
    meeting_sessions: async_sessionmaker[AsyncSession],
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(wrong.Stock(article="lamp", left=1))

    async def buy() -> int:
        async with meeting_sessions.begin() as session:
            await wrong.take(session, "lamp", 1)
        return 1

    sold = sum(await asyncio.gather(buy(), buy()))
    async with database.sessions() as session:
        left = (await session.get_one(wrong.Stock, "lamp")).left
        with pytest.raises(wrong.SoldOutError):
            await wrong.take(session, "lamp", 1)
    assert (sold, left) == (2, 0)
    measured(f"Of 1 piece, {sold} were sold; the stock shows {left} left.")


async def test_second_buyer_is_refused(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(right.Stock(article="lamp", left=1))

    async def buy() -> int:
        async with database.sessions.begin() as session:
            await right.take(session, "lamp", 1)
        return 1

    bought = await asyncio.gather(buy(), buy(), return_exceptions=True)
    async with database.sessions() as session:
        left = (await session.get_one(right.Stock, "lamp")).left
    assert sorted(map(str, bought)) == ["", "1"]
    assert left == 0


async def test_other_article_keeps_its_stock(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add_all(
            [right.Stock(article="lamp", left=3), right.Stock(article="desk", left=3)]
        )

    async with database.sessions.begin() as session:
        await right.take(session, "lamp", 2)

    async with database.sessions() as session:
        lamp = await session.get_one(right.Stock, "lamp")
        desk = await session.get_one(right.Stock, "desk")
    assert (lamp.left, desk.left) == (1, 3)
