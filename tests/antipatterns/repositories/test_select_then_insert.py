"""Two concurrent clicks on "add to cart"."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from antipatterns.repositories import select_then_insert as wrong
from app.core.database import Database
from patterns.repositories import upsert as right

type CreateTables = Callable[[MetaData], Awaitable[None]]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def test_second_concurrent_addition_fails(
    database: Database,
    meeting_sessions: async_sessionmaker[AsyncSession],
    create_tables: CreateTables,
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)

    async def click() -> None:
        async with meeting_sessions.begin() as session:
            await wrong.add_to_cart(session, 1, "lamp")

    ended = await asyncio.gather(click(), click(), return_exceptions=True)

    failed = [error for error in ended if isinstance(error, IntegrityError)]
    async with database.sessions.begin() as session:
        await wrong.add_to_cart(session, 1, "lamp")
        pieces = await session.scalar(select(wrong.CartLine.pieces))
    assert (len(failed), pieces) == (1, 2)
    measured(f"Of two concurrent clicks {len(failed)} failed with IntegrityError.")


async def test_concurrent_additions_are_both_stored(
    database: Database, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)

    async def click() -> None:
        async with database.sessions.begin() as session:
            await right.add_to_cart(session, 1, "lamp")

    await asyncio.gather(click(), click())

    async with database.sessions() as session:
        assert await session.scalar(select(right.CartLine.pieces)) == 2
