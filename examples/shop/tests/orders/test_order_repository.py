from decimal import Decimal

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.pagination import CursorParams
from app.orders.models import Order, OrderStatus
from app.orders.repository import OrderRepository
from app.users.models import User

PLACED, CANCELLED = OrderStatus.PLACED, OrderStatus.CANCELLED


@pytest.fixture
async def users(session: AsyncSession) -> tuple[int, int]:
    ada, grace = [
        User(email=f"{name}@example.com", password_hash="secret")
        for name in ("ada", "grace")
    ]
    session.add_all([ada, grace])
    await session.flush()
    return ada.id, grace.id


@pytest.fixture
async def orders(session: AsyncSession, users: tuple[int, int]) -> list[int]:
    """Store two orders of the first user; return their ids."""
    placed = [Order(user_id=users[0], total=Decimal(1), lines=[]) for _ in range(2)]
    session.add_all(placed)
    await session.flush()
    return [order.id for order in placed]


async def states(session: AsyncSession) -> list[OrderStatus]:
    return list(await session.scalars(select(Order.status).order_by(Order.id)))


async def test_second_cancellation_changes_nothing(
    session: AsyncSession, users: tuple[int, int], orders: list[int]
) -> None:
    ada, _ = users
    repository = OrderRepository(session)

    cancelled = [await repository.cancel(ada, orders[1]) for _ in range(2)]

    assert cancelled == [True, False]
    assert await states(session) == [PLACED, CANCELLED]


async def test_order_of_other_account_is_not_cancelled(
    session: AsyncSession, users: tuple[int, int], orders: list[int]
) -> None:
    _, grace = users

    assert not await OrderRepository(session).cancel(grace, orders[0])
    assert await states(session) == [PLACED, PLACED]


@pytest.mark.usefixtures("orders")
async def test_page_includes_one_more_order_if_there_is_one(
    session: AsyncSession, users: tuple[int, int]
) -> None:
    ada, _ = users
    session.add(Order(user_id=ada, total=Decimal(1), lines=[]))
    await session.flush()
    repository = OrderRepository(session)

    counts = [
        len(await repository.list_own(ada, CursorParams(page_size=size)))
        for size in (1, 2, 3)
    ]

    assert counts == [2, 3, 3]


async def test_read_refreshes_a_loaded_order(
    session: AsyncSession, users: tuple[int, int], orders: list[int]
) -> None:
    ada, _ = users
    repository = OrderRepository(session)
    before = await repository.get_own(ada, orders[0])
    await session.execute(
        update(Order)
        .values(status=CANCELLED)
        .execution_options(synchronize_session=False)
    )

    after = await repository.get_own(ada, orders[0])

    assert after is not None
    assert after is before
    assert after.status == CANCELLED
