# /// bad
# harm = "tests/antipatterns/background/test_object_in_job.py::test_cancelled_order_is_shipped"
# right = "examples/patterns/background/id_in_job.py"
# ///
"""A job that takes the order as it was when the job was queued."""

import asyncio

from app.core.database import Database, unit_of_work
from patterns.background.id_in_job import Order, Shipment


def queue_shipment(jobs: asyncio.Queue[Order], order: Order) -> None:
    """Queue the shipment of an order."""
    jobs.put_nowait(order)


async def ship_next(jobs: asyncio.Queue[Order], database: Database) -> None:
    """Ship the next order, unless it has been cancelled."""
    order = await jobs.get()
    async with unit_of_work(database) as session:
        if order.status == "placed":
            session.add(Shipment(order_id=order.id))
