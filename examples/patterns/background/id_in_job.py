"""A job that takes an ID, and reads the row when it runs."""

import asyncio

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.database import Database, unit_of_work


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """An order, which a customer can cancel."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str]


class Shipment(Base):
    """An order that leaves the warehouse."""

    __tablename__ = "shipments"

    order_id: Mapped[int] = mapped_column(primary_key=True)


def queue_shipment(jobs: asyncio.Queue[int], order: Order) -> None:
    """Queue the shipment of an order."""
    jobs.put_nowait(order.id)


async def ship_next(jobs: asyncio.Queue[int], database: Database) -> None:
    """Ship the next order, unless it has been cancelled."""
    order_id = await jobs.get()
    async with unit_of_work(database) as session:
        order = await session.get(Order, order_id, with_for_update=True)
        if order is not None and order.status == "placed":
            session.add(Shipment(order_id=order.id))
