"""How many of their own orders a user finds on the first page."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from accounts import account
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.authorization import filter_after_limit as wrong
from app.core.database import Base, Database, unit_of_work
from app.core.pagination import CursorParams
from app.models import load_models
from app.orders.models import Order
from app.orders.repository import OrderRepository

ADA, GRACE = 1, 2
PAGE_SIZE, OWN = 20, 3


@pytest.fixture
async def session(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> AsyncSession:
    """Return a session on 3 orders of Ada and 20 newer ones of Grace."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add_all([account("ada@example.com"), account("grace@example.com")])
        await session.flush()
        owners = [ADA] * OWN + [GRACE] * PAGE_SIZE
        for owner in owners:
            session.add(Order(user_id=owner, total=Decimal(1)))
            await session.flush()
    return database.sessions()


async def test_own_order_is_missing_on_the_page(
    session: AsyncSession, measured: Callable[[str], None]
) -> None:
    async with session:
        found = await wrong.OrderRepository(session).list_own(ADA, PAGE_SIZE)
        everything = await wrong.OrderRepository(session).list_own(ADA, 100)

    assert (len(found), len(everything)) == (0, OWN)
    measured(
        f"A user with {OWN} orders found {len(found)} of them on a page of {PAGE_SIZE}."
    )


async def test_condition_in_the_query_fills_the_page(session: AsyncSession) -> None:
    async with session:
        params = CursorParams(page_size=PAGE_SIZE)
        found = await OrderRepository(session).list_own(ADA, params)

    assert len(found) == OWN
