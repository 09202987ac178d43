"""An order that the customer cancels while its shipment is queued."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import MetaData, func, select

from antipatterns.background import object_in_job as wrong
from app.core.database import Database, unit_of_work
from patterns.background import id_in_job as right


async def place_order(database: Database) -> right.Order:
    order = right.Order(id=7, status="placed")
    async with unit_of_work(database) as session:
        session.add(order)
    return order


async def cancel_order(database: Database) -> None:
    async with unit_of_work(database) as session:
        (await session.get_one(right.Order, 7)).status = "cancelled"


async def count_shipments(database: Database) -> int:
    query = select(func.count()).select_from(right.Shipment)
    async with database.sessions() as session:
        return await session.scalar(query) or 0


async def test_cancelled_order_is_shipped(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(right.Base.metadata)
    jobs = asyncio.Queue[right.Order]()

    wrong.queue_shipment(jobs, await place_order(database))
    await cancel_order(database)
    await wrong.ship_next(jobs, database)

    shipments = await count_shipments(database)
    assert shipments == 1
    measured(
        f"The order was cancelled before the job; the job sent {shipments} shipment."
    )


async def test_cancelled_order_is_not_shipped(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    jobs = asyncio.Queue[int]()

    right.queue_shipment(jobs, await place_order(database))
    await cancel_order(database)
    await right.ship_next(jobs, database)

    assert await count_shipments(database) == 0


async def test_placed_order_is_shipped(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    jobs = asyncio.Queue[int]()

    right.queue_shipment(jobs, await place_order(database))
    await right.ship_next(jobs, database)

    assert await count_shipments(database) == 1
