"""An order and the message that tells of it: both, or neither."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from workers import count_notifications

from app.core.database import Database, unit_of_work
from app.items.models import Item
from app.items.repository import ItemRepository
from app.items.service import ItemService
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.orders.models import Order
from app.orders.repository import OrderRepository
from app.orders.schemas import LineCreate, OrderCreate
from app.orders.service import OrderService
from app.outbox.models import OutboxMessage
from app.outbox.repository import OutboxRepository
from app.outbox.service import OutboxService, RetryPolicy
from app.users.models import User


async def place_order(session: AsyncSession) -> None:
    """Let a new customer buy a new item."""
    ada = User(email="ada@example.com", password_hash="secret")
    tea = Item(name="Tea", price=Decimal("4.20"), stock=1)
    session.add_all([ada, tea])
    await session.flush()
    items = ItemService(ItemRepository(session))
    orders = OrderService(OrderRepository(session), items, OutboxRepository(session))
    line = LineCreate(item_id=tea.id, quantity=1)
    await orders.place(ada.id, OrderCreate(lines=[line]))


async def stored(database: Database) -> tuple[int, int]:
    async with database.sessions() as session:
        orders = await session.scalars(select(func.count(Order.id)))
        messages = await session.scalars(select(func.count(OutboxMessage.id)))
        return orders.one(), messages.one()


async def test_order_and_message_are_committed_together(
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        await place_order(session)
        seen_by_others = await stored(committing_database)

    assert seen_by_others == (0, 0)
    assert await stored(committing_database) == (1, 1)


async def test_order_and_message_vanish_together(committing_database: Database) -> None:
    async def fail() -> None:
        async with unit_of_work(committing_database) as session:
            await place_order(session)
            raise RuntimeError("out of tea")

    with pytest.raises(RuntimeError, match="out of tea"):
        await fail()

    assert await stored(committing_database) == (0, 0)


async def test_placed_order_is_told_to_its_customer(
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        await place_order(session)

    await OutboxService(committing_database, SUBSCRIPTIONS, RetryPolicy()).deliver_due()

    assert await count_notifications(committing_database) == 1
