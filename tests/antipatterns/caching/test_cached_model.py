"""Two members who ask for the price of one item."""

from collections.abc import Awaitable, Callable

import pytest
from cachetools import TTLCache
from sqlalchemy import MetaData

from antipatterns.caching import cached_model as wrong
from app.core.cache import create_cache
from app.core.database import Database, unit_of_work
from patterns.caching import cached_schema as right

PRICE = 500
type Items = TTLCache[int, right.Item, float]


@pytest.fixture
async def items(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> Database:
    await create_tables(right.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(right.Item(id=7, cents=PRICE))
    return database


async def test_discount_of_one_request_changes_the_next(
    items: Database, measured: Callable[[str], None]
) -> None:
    cache: Items = TTLCache[int, right.Item, float](maxsize=1000, ttl=60)
    prices: list[int] = []

    for _ in range(2):
        async with items.read_sessions() as session:
            prices.append(await wrong.member_price(session, cache, 7))

    assert prices == [450, 400]
    measured(
        f"An item of {PRICE} cents cost the first member {prices[0]} cents, and the "
        f"second one {prices[1]}."
    )


async def test_discount_applies_once_for_each_request(items: Database) -> None:
    cache = create_cache(None, 1_000_000)
    prices: list[int] = []

    for _ in range(2):
        async with items.read_sessions() as session:
            prices.append(await right.member_price(session, cache, 7))

    assert prices == [450, 450]
