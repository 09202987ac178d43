"""Two transactions read a counter on SQLite, then increment it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from antipatterns.database import deferred_transaction as wrong
from app.core import database as right
from app.core.database import Database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

type Begin = Callable[[Database], AbstractAsyncContextManager[AsyncSession]]


class Base(DeclarativeBase):
    """The tables of this test."""


class Visits(Base):
    """A counter of visits."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]


@pytest.fixture
async def counter(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> Database:
    """Return a database without a visit."""
    await create_tables(Base.metadata)
    async with database.sessions.begin() as session:
        session.add(Visits(id=1, count=0))
    return database


async def visit_twice(
    begin: Begin, counter: Database, readers: int
) -> list[BaseException | None]:
    """Count two visits, which write once so many have read; return their errors."""
    barrier = asyncio.Barrier(readers)

    async def visit() -> None:
        async with begin(counter) as session:
            visits = await session.get_one(Visits, 1)
            await barrier.wait()
            visits.count += 1

    visits = [visit(), visit()]
    return await asyncio.gather(*visits, return_exceptions=True)


async def counted(counter: Database) -> int:
    """Return how many visits are stored."""
    async with counter.sessions() as session:
        return (await session.get_one(Visits, 1)).count


async def test_second_writer_fails_at_once(
    counter: Database, measured: Callable[[str], None]
) -> None:
    outcomes = await visit_twice(wrong.unit_of_work, counter, readers=2)

    [refused] = filter(None, outcomes)
    assert str(refused.__cause__) == "database is locked"
    assert await counted(counter) == 1
    measured(
        f"Of {len(outcomes)} transactions that had read, one failed at once: "
        f"“{refused.__cause__}”."
    )


async def test_begin_immediate_serializes_writers(counter: Database) -> None:
    outcomes = await visit_twice(right.unit_of_work, counter, readers=1)

    assert outcomes == [None, None]
    assert await counted(counter) == 2
