"""A payment that is refused after the order was written."""

from asyncio import Queue
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData, func, select

from antipatterns.reliability import published_before_commit as wrong
from app.core.database import Database, unit_of_work
from app.outbox.models import OutboxMessage
from app.outbox.service import OutboxService


class RefusedError(Exception):
    """The bank refuses the payment."""


async def test_rolled_back_order_is_published(
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
    measured(f"{queue.qsize()} order was published; the table held {orders}.")


async def test_rollback_removes_event_with_its_order(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(OutboxMessage.metadata)

    async def buy() -> None:
        async with unit_of_work(database) as session:
            await OutboxService.on(session).add("order_placed", {"order_id": 1})
            raise RefusedError

    with pytest.raises(RefusedError):
        await buy()

    async with database.sessions() as session:
        count = await session.scalar(select(func.count()).select_from(OutboxMessage))
    assert count == 0
