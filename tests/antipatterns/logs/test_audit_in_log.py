"""A change of price in a unit of work that fails later."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from antipatterns.logs import audit_in_log as wrong
from app.core.database import Database, unit_of_work
from patterns.logs import audit_row as right
from tests.antipatterns.logs.loggers import fresh_loggers

OLD, NEW, ADMIN = 500, 5, 1
type SetPrice = Callable[[AsyncSession, int, int, int], Awaitable[None]]
type CreateTables = Callable[[MetaData], Awaitable[None]]


@pytest.fixture
async def prices(database: Database, create_tables: CreateTables) -> Database:
    await create_tables(right.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(right.Price(item_id=7, cents=OLD))
    return database


async def fail_after_change(prices: Database, set_price: SetPrice) -> None:
    async with unit_of_work(prices) as session:
        await set_price(session, 7, NEW, ADMIN)
        raise ConnectionResetError


async def read_price(prices: Database) -> int:
    async with prices.sessions() as session:
        return (await session.get_one(right.Price, 7)).cents


async def count_records(prices: Database) -> int:
    query = select(func.count()).select_from(right.PriceChange)
    async with prices.sessions() as session:
        return await session.scalar(query) or 0


async def test_log_reports_a_change_that_was_rolled_back(
    prices: Database, measured: Callable[[str], None]
) -> None:
    with (
        fresh_loggers(wrong),
        capture_logs() as entries,
        pytest.raises(ConnectionResetError),
    ):
        await fail_after_change(prices, wrong.set_price)

    price = await read_price(prices)
    [entry] = entries
    assert (entry["event"], entry["cents"], price) == ("price_changed", NEW, OLD)
    measured(
        f"The log says that the price was changed to {NEW} cents; the price is {price}."
    )


async def test_record_is_rolled_back_with_the_change(prices: Database) -> None:
    with pytest.raises(ConnectionResetError):
        await fail_after_change(prices, right.set_price)

    assert (await read_price(prices), await count_records(prices)) == (OLD, 0)


async def test_record_is_stored_with_the_change(prices: Database) -> None:
    async with unit_of_work(prices) as session:
        await right.set_price(session, 7, NEW, ADMIN)

    assert (await read_price(prices), await count_records(prices)) == (NEW, 1)
