# /// bad
# ast-grep = ["REL-004"]
# harm = "tests/antipatterns/reliability/test_offset_pagination.py::test_order_is_on_two_pages"
# right = "examples/shop/app/orders/repository.py"
# ///
"""Offset pagination of a list that grows at its beginning."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """A placed order."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)


async def read_page(session: AsyncSession, *, page: int, size: int) -> Sequence[Order]:
    """Return one page, the newest order first; pages count from 1."""
    found = await session.scalars(
        select(Order)
        .order_by(Order.id.desc())
        .offset((page - 1) * size)
        .limit(size)
    )
    return found.all()
