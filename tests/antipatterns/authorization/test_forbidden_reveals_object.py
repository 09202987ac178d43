"""What the status reveals about orders of other users."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from accounts import account
from fastapi import status
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.authorization import forbidden_reveals_object as wrong
from app.core.database import Base, Database, unit_of_work
from app.core.errors import AppError
from app.core.problems import status_of
from app.items.repository import ItemRepository
from app.items.service import ItemService
from app.models import load_models
from app.orders.models import Order
from app.orders.repository import OrderRepository
from app.orders.service import OrderService
from app.outbox.repository import OutboxRepository
from app.outbox.service import OutboxService

type Read = Callable[[int, int], Awaitable[object]]
ADA, GRACE = 1, 2
IDS = range(1, 21)


@pytest.fixture
async def session(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> AsyncSession:
    """Return a session on 3 orders of Ada and 1 of Grace."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add_all([account("ada@example.com"), account("grace@example.com")])
        await session.flush()
        owners = (ADA, ADA, GRACE, ADA)
        session.add_all([Order(user_id=owner, total=Decimal(1)) for owner in owners])
    return database.sessions()


async def statuses(read: Read) -> list[int]:
    """Read orders 1 to 20 as Grace."""
    found = []
    for order_id in IDS:
        try:
            await read(GRACE, order_id)
            found.append(status.HTTP_200_OK)
        except AppError as error:
            found.append(status_of(type(error)))
    return found


async def test_status_tells_which_orders_exist(
    session: AsyncSession, measured: Callable[[str], None]
) -> None:
    async with session:
        found = await statuses(wrong.OrderService(session).read)

    assert (found.count(200), found.count(403), found.count(404)) == (1, 3, 16)
    measured(
        f"Of {len(IDS)} IDs that a customer tried, {found.count(403)} got a 403: the"
        " orders of other customers."
    )


async def test_shop_answers_404_for_foreign_and_missing_orders(
    session: AsyncSession,
) -> None:
    async with session:
        items = ItemService(ItemRepository(session))
        outbox = OutboxService(OutboxRepository(session))
        orders = OrderService(OrderRepository(session), items, outbox)
        found = await statuses(orders.read)

    assert (found.count(200), found.count(404)) == (1, 19)
