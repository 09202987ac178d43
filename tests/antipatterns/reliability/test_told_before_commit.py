"""A payment that is refused when the order has been written."""

from asyncio import Queue
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData, func, select

from antipatterns.reliability import told_before_commit as wrong
from app.core.database import Database, unit_of_work
from app.outbox.models import OutboxMessage
from app.outbox.repository import OutboxRepository


class RefusedError(Exception):
    """The bank does not pay."""


async def test_an_order_that_was_never_placed_is_announced(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    queue: Queue[int] = Queue()

    async def buy() -> None:
        async with unit_of_work(database) as session:
            await wrong.place(session, queue)
            raise RefusedError

    with pytest.raises(RefusedError):
        await buy()

    async with database.sessions() as session:
        orders = await session.scalar(select(func.count()).select_from(wrong.Order))
    assert (queue.qsize(), orders) == (1, 0)
    measured(f"{queue.qsize()} order was announced; the table held {orders}.")


async def test_the_message_is_rolled_back_with_what_it_tells_of(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(OutboxMessage.metadata)

    async def buy() -> None:
        async with unit_of_work(database) as session:
            await OutboxRepository(session).add("order_placed", {"order_id": 1})
            raise RefusedError

    with pytest.raises(RefusedError):
        await buy()

    async with database.sessions() as session:
        count = await session.scalar(select(func.count()).select_from(OutboxMessage))
    assert count == 0
