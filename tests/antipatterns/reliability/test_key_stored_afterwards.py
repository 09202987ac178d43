"""Two requests with one key, which both come before either has been carried out."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal

from sqlalchemy import MetaData, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from antipatterns.reliability import key_stored_afterwards as wrong
from app.core.database import Database, unit_of_work
from app.items.models import Item
from app.items.repository import ItemRepository
from app.items.service import ItemService
from app.models import load_models
from app.orders.models import Order
from app.orders.repository import OrderRepository
from app.orders.schemas import LineCreate, OrderCreate, OrderRead
from app.orders.service import OrderService
from app.outbox.service import create_outbox_service
from app.users.models import User

HASH = "-"


async def test_two_requests_with_one_key_pay_twice(
    database: Database,
    meeting_sessions: async_sessionmaker[AsyncSession],
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)

    outcomes = await asyncio.gather(
        *[wrong.pay_once(meeting_sessions, "one", 500) for _ in range(2)],
        return_exceptions=True,
    )
    await wrong.pay_once(database.sessions, "one", 500)  # comes late, and is stopped
    async with database.sessions() as session:
        paid = await session.scalar(select(func.sum(wrong.Payment.amount)))

    failed = [outcome for outcome in outcomes if outcome is not None]
    assert [type(error) for error in failed] == [IntegrityError]
    assert paid == 1000
    measured(f"For 500 cents, {paid} were taken; the second request failed too late.")


async def test_the_claimed_key_lets_one_order_through(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    load_models()
    await create_tables(User.metadata)
    user = User(email="ada@example.com", password_hash=HASH)
    tea = Item(name="Tea", price=Decimal(5), stock=10)
    async with unit_of_work(database) as session:
        session.add_all([user, tea])
    data = OrderCreate(lines=[LineCreate(item_id=tea.id, quantity=1)])

    async def place() -> OrderRead:
        async with unit_of_work(database) as session:
            items = ItemService(ItemRepository(session))
            outbox = create_outbox_service(session)
            orders = OrderService(OrderRepository(session), items, outbox)
            return await orders.place_once(user.id, "one", data)

    first, second = await asyncio.gather(place(), place())

    assert first == second
    async with database.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 1
        assert (await session.get_one(Item, tea.id)).stock == 9
