"""An order that fails after the stock was reduced."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.exc import IntegrityError

from antipatterns.repositories import session_per_method as wrong
from app.core.database import Database
from patterns.repositories import shared_session as right

type CreateTables = Callable[[MetaData], Awaitable[None]]

TOO_MANY = 11


async def test_failed_order_keeps_the_reduced_stock(
    database: Database, create_tables: CreateTables, measured: Callable[[str], None]
) -> None:
    await create_tables(wrong.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(wrong.Stock(article="lamp", left=20))

    await wrong.StockRepository(database.sessions).reduce("lamp", TOO_MANY)
    with pytest.raises(IntegrityError):
        await wrong.OrderRepository(database.sessions).add(TOO_MANY)

    async with database.sessions() as session:
        left = await session.scalar(select(wrong.Stock.left))
        orders = (await session.scalars(select(wrong.Order))).all()
    assert (left, len(orders)) == (9, 0)
    measured(f"The order failed, but the stock fell from 20 lamps to {left}.")


async def test_failed_order_restores_the_stock(
    database: Database, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)
    async with database.sessions.begin() as session:
        session.add(right.Stock(article="lamp", left=20))

    async def place() -> None:
        async with database.sessions.begin() as session:
            await right.StockRepository(session).reduce("lamp", TOO_MANY)
            await right.OrderRepository(session).add(TOO_MANY)

    with pytest.raises(IntegrityError):
        await place()

    async with database.sessions() as session:
        assert await session.scalar(select(right.Stock.left)) == 20
