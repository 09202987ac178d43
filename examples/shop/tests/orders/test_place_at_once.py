"""Orders placed at the same time, with real commits on each engine."""

import asyncio

import pytest
from accounts import SignIn
from placing import place
from sqlalchemy import func, select

from app.core.database import Database
from app.items.models import Item
from app.orders.models import Order

AT_ONCE = 8


@pytest.fixture
def database(committing_database: Database) -> Database:
    """Return a database where each request has a connection of its own."""
    return committing_database


async def test_orders_at_once_are_all_placed(
    database: Database, sign_in: SignIn, tea: Item
) -> None:
    ada = await sign_in("ada@example.com")

    answers = await asyncio.gather(
        *[place(ada, str(number), (tea.id, 1)) for number in range(AT_ONCE)]
    )

    assert {answer.status_code for answer in answers} == {201}
    async with database.sessions() as session:
        assert await session.scalar(select(func.count(Order.id))) == AT_ONCE
        assert (await session.get_one(Item, tea.id)).stock == tea.stock - AT_ONCE


async def test_repeats_at_once_get_one_answer(
    database: Database, sign_in: SignIn, tea: Item
) -> None:
    ada = await sign_in("ada@example.com")

    answers = await asyncio.gather(
        *[place(ada, "one", (tea.id, 1)) for _ in range(AT_ONCE)]
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    async with database.sessions() as session:
        assert await session.scalar(select(func.count(Order.id))) == 1
