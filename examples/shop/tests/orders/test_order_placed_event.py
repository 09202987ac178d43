"""An order and its event are committed together or not at all."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from workers import deliver_due

from app.core.database import Database, read_session, unit_of_work
from app.items.models import Item
from app.items.repository import ItemRepository
from app.items.service import ItemService
from app.notifications.models import Notification
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.orders.models import Order
from app.orders.repository import OrderRepository
from app.orders.schemas import LineCreate, OrderCreate
from app.orders.service import OrderService
from app.outbox.models import OutboxMessage
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.service import OutboxService
from app.users.models import User


async def place_order(session: AsyncSession) -> None:
    """Place an order of a new customer for a new item."""
    ada = User(email="ada@example.com", password_hash="secret")
    tea = Item(name="Tea", price=Decimal("4.20"), stock=1)
    session.add_all([ada, tea])
    await session.flush()
    items = ItemService(ItemRepository(session))
    outbox = OutboxService.on(session)
    orders = OrderService(OrderRepository(session), items, outbox)
    line = LineCreate(item_id=tea.id, quantity=1)
    await orders.place(ada.id, OrderCreate(lines=[line]))


async def stored(database: Database) -> tuple[int, int]:
    async with read_session(database) as session:
        orders = await session.scalars(select(func.count(Order.id)))
        messages = await session.scalars(select(func.count(OutboxMessage.id)))
        return orders.one(), messages.one()


async def test_commit_stores_order_with_event(
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        await place_order(session)
        seen_from_outside = await stored(committing_database)

    assert seen_from_outside == (0, 0)
    assert await stored(committing_database) == (1, 1)


async def test_rollback_removes_order_with_event(committing_database: Database) -> None:
    async def fail() -> None:
        async with unit_of_work(committing_database) as session:
            await place_order(session)
            raise RuntimeError("out of tea")

    with pytest.raises(RuntimeError, match="out of tea"):
        await fail()

    assert await stored(committing_database) == (0, 0)


async def test_delivered_event_notifies_the_customer(
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        await place_order(session)

    await deliver_due(OutboxRelay(committing_database, SUBSCRIPTIONS, RetryPolicy()))

    async with committing_database.sessions() as session:
        notification = (await session.scalars(select(Notification))).one()
    assert notification.kind == "order_placed"
