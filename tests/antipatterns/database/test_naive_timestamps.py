"""Noon in Rome, stored and read again."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from antipatterns.database import naive_timestamps as wrong
from app.core.database import Database, UtcDateTime

ROME = timezone(timedelta(hours=2))
NOON = datetime(2026, 7, 1, 12, tzinfo=ROME)


class Base(DeclarativeBase):
    """The tables of this test."""


class Visit(Base):
    """The same table, with a column that knows its zone."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


async def stored_and_read(database: Database) -> datetime:
    async with database.sessions.begin() as session:
        session.add(wrong.Visit(id=1, at=NOON))
    async with database.sessions() as session:
        return (await session.get_one(wrong.Visit, 1)).at


async def test_aware_datetime_is_refused_or_loses_its_zone(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)

    if database.engine.dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match="offset-naive and offset-aware") as caught:
            await stored_and_read(database)
        measured(f"PostgreSQL refused {NOON:%H:%M%z}: `{caught.type.__name__}`.")
    else:
        read = await stored_and_read(database)
        assert read == NOON.replace(tzinfo=None)
        measured(f"SQLite stored {NOON:%H:%M%z} and returned {read:%H:%M%z}.")


async def test_utc_column_returns_the_same_time(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(Base.metadata)

    async with database.sessions.begin() as session:
        session.add(Visit(id=1, at=NOON))
    async with database.sessions() as session:
        read = (await session.get_one(Visit, 1)).at

    assert read == NOON
    assert read.tzinfo is UTC
