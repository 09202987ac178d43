"""Whose order a query by id returns."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from accounts import account
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.security import missing_ownership_check as wrong
from app.core.database import Base, Database, unit_of_work
from app.models import load_models
from app.orders.models import Order
from app.orders.repository import OrderRepository


@pytest.fixture
async def order(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> Order:
    """Store two users, and an order of the first one."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        ada, grace = account("ada@example.com"), account("grace@example.com")
        session.add_all([ada, grace])
        await session.flush()
        order = Order(user_id=ada.id, total=Decimal(1))
        session.add(order)
    return order


async def owner_of(session: AsyncSession, order_id: int) -> int:
    """Return the owner of the order with this id; 0 without one."""
    found = await wrong.OrderRepository(session).get(order_id)
    return found.user_id if found else 0


async def test_query_without_owner_returns_foreign_order(
    order: Order, database: Database, measured: Callable[[str], None]
) -> None:
    async with database.sessions() as session:
        shown = await owner_of(session, order.id)
        missing = await owner_of(session, order.id + 1)

    assert (shown, missing) == (order.user_id, 0)
    measured(f"The query by ID returned the order of user {shown} to any caller.")


async def test_shop_returns_order_to_its_owner_only(
    order: Order, database: Database
) -> None:
    async with database.sessions() as session:
        orders = OrderRepository(session)
        own = await orders.get_own(order.user_id, order.id)
        foreign = await orders.get_own(order.user_id + 1, order.id)

    assert own is not None
    assert foreign is None
