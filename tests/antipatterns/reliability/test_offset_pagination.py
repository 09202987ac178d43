"""A new order arrives between two pages."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

from sqlalchemy import MetaData

from antipatterns.reliability import offset_pagination as wrong
from app.core.database import Database, unit_of_work
from app.core.pagination import CursorParams
from app.models import load_models
from app.orders.models import Order
from app.orders.repository import OrderRepository
from app.users.models import User

HASH = "-"


async def test_order_is_on_two_pages(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add_all(wrong.Order(id=number) for number in range(1, 5))

    pages: list[list[int]] = []
    for page in (1, 2):
        async with unit_of_work(database) as session:
            found = await wrong.read_page(session, page=page, size=2)
            pages.append([order.id for order in found])
            session.add(wrong.Order(id=4 + page))

    assert pages == [[4, 3], [3, 2]]
    measured(f"The first page held {pages[0]}, the second {pages[1]}.")


async def test_second_page_starts_after_the_first(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    load_models()
    await create_tables(Order.metadata)
    async with unit_of_work(database) as session:
        session.add(User(id=1, email="ada@example.com", password_hash=HASH))
        await session.flush()
        session.add_all(
            Order(id=number, user_id=1, total=Decimal(1)) for number in range(1, 5)
        )

    cursor: int | None = None
    pages: list[list[int]] = []
    for page in (1, 2):
        async with unit_of_work(database) as session:
            params = CursorParams.model_construct(cursor=cursor, page_size=2)
            found = await OrderRepository(session).list_own(1, params)
            pages.append([order.id for order in found[:2]])
            cursor = pages[-1][-1]
            session.add(Order(id=4 + page, user_id=1, total=Decimal(1)))

    assert pages == [[4, 3], [2, 1]]
