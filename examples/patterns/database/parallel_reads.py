"""Two concurrent queries, each on a session of its own."""

import asyncio

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """An order."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)


class Message(Base):
    """A message."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)


async def count(
    sessions: async_sessionmaker[AsyncSession], model: type[Base]
) -> int | None:
    """Return how many rows a table has."""
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(model))


async def read_dashboard(
    sessions: async_sessionmaker[AsyncSession],
) -> tuple[int | None, int | None]:
    """Count orders and messages; if one query fails, the other is cancelled."""
    async with asyncio.TaskGroup() as tasks:
        orders = tasks.create_task(count(sessions, Order))
        messages = tasks.create_task(count(sessions, Message))
    return orders.result(), messages.result()
