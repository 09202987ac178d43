"""Two concurrent orders of the same two articles, in opposite order."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from typing import Any, override

import pytest
from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from antipatterns.reliability import unordered_locks as wrong
from app.core.availability import translate_errors
from app.core.database import Database, unit_of_work
from app.core.errors import TransactionAbortedError
from app.items.models import Item
from app.items.repository import ItemRepository
from app.items.service import ItemService

PATIENCE = 0.2  # seconds to wait for the other order
QUANTITIES = {1: 1, 2: 1}
REVERSED = {2: 1, 1: 1}

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
type Lock = Callable[[AsyncSession, Mapping[int, int]], Awaitable[object]]


class CrossingSession(AsyncSession):
    """A session that waits after each statement for the other transaction."""

    @override
    async def scalar(self, *args: Any, **options: Any) -> Any:
        found = await super().scalar(*args, **options)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.info["barrier"].wait()
        return found


async def lock_in_opposite_orders(database: Database, take: Lock) -> list[str]:
    """Take both articles in two concurrent transactions; return their errors."""
    sessions = async_sessionmaker(
        database.engine, class_=CrossingSession, info={"barrier": asyncio.Barrier(2)}
    )

    @asynccontextmanager
    async def begin() -> AsyncGenerator[AsyncSession]:
        with translate_errors(database.outages):
            async with sessions.begin() as session:
                await session.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
                yield session

    async def order(quantities: Mapping[int, int]) -> str:
        try:
            async with begin() as session:
                await take(session, quantities)
        except TransactionAbortedError as error:
            return str(error.__cause__).partition("\n")[0]
        return ""

    outcomes = await asyncio.gather(order(QUANTITIES), order(REVERSED))
    return [outcome for outcome in outcomes if outcome]


async def test_two_orders_deadlock(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add_all(wrong.Stock(article_id=number, left=9) for number in (1, 2))

    failed = await lock_in_opposite_orders(database, wrong.take)

    assert failed == ["deadlock detected"]
    measured(f"Of two orders, {len(failed)} failed: “{failed[0]}”.")


async def test_second_order_waits_for_the_first(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(Item.metadata)
    async with unit_of_work(database) as session:
        session.add_all(Item(name="Tea", price=Decimal(1), stock=9) for _ in range(2))

    async def take(session: AsyncSession, quantities: Mapping[int, int]) -> None:
        await ItemService(ItemRepository(session)).reduce_stock(quantities)

    assert await lock_in_opposite_orders(database, take) == []
    async with database.sessions() as session:
        assert [(await session.get_one(Item, number)).stock for number in (1, 2)] == [
            7,
            7,
        ]
