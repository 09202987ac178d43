# /// bad
# ast-grep = ["DB-006"]
# harm = "tests/antipatterns/database/test_shared_session.py::test_concurrent_queries_on_one_session_raise"
# right = "examples/patterns/database/parallel_reads.py"
# ///
"""Two concurrent queries on one session."""

import asyncio

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """Something bought."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)


class Message(Base):
    """Something to read."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)


async def read_dashboard(session: AsyncSession) -> tuple[int | None, int | None]:
    """Count orders and messages."""
    return await asyncio.gather(
        session.scalar(select(func.count()).select_from(Order)),
        session.scalar(select(func.count()).select_from(Message)),
    )
