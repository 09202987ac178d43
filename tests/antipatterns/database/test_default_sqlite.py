"""Rows that SQLite should have refused or rolled back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import ForeignKey, func, make_url, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from antipatterns.database import default_sqlite as wrong
from app.core.database import DatabaseOptions, create_engine


class Base(DeclarativeBase):
    """The tables of this test."""


class Customer(Base):
    """Someone who orders."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)


class Order(Base):
    """Belongs to a customer."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))


async def store_orphan(engine: AsyncEngine) -> None:
    """Store an order of a customer who does not exist."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session, session.begin():
        session.add(Order(customer_id=7))


async def rows_after_rollback(engine: AsyncEngine) -> int | None:
    """Store a customer within a savepoint, and roll the whole transaction back."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        async with session.begin_nested():
            session.add(Customer())
        await session.rollback()
    async with AsyncSession(engine) as session:
        return await session.scalar(select(func.count()).select_from(Customer))


async def test_orphan_and_rolled_back_row_are_stored(
    tmp_path: Path,
    measured: Callable[[str], None],
    record_property: Callable[[str, object], None],
) -> None:
    engine = wrong.create_engine(tmp_path / "shop.db")

    await store_orphan(engine)
    async with AsyncSession(engine) as session:
        orphans = await session.scalar(select(func.count()).select_from(Order))
        version = await session.scalar(select(func.sqlite_version()))
    kept = await rows_after_rollback(engine)
    await engine.dispose()

    assert (orphans, kept) == (1, 1)
    record_property("database", f"SQLite {version}")
    measured(f"Orders stored for a customer who does not exist: {orphans}.")
    measured(f"Rows of a savepoint that were left after the rollback: {kept}.")


async def test_configured_engine_refuses_orphan_and_rolls_back(
    tmp_path: Path,
) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    engine = create_engine(url, DatabaseOptions())

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        await store_orphan(engine)
    kept = await rows_after_rollback(engine)
    await engine.dispose()

    assert kept == 0
