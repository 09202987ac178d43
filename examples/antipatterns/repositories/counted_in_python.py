# /// bad
# ast-grep = ["REPO-004"]
# harm = "tests/antipatterns/repositories/test_counted_in_python.py::test_count_loads_every_row"
# right = "examples/patterns/repositories/counted_in_sql.py"
# ///
"""A repository that loads rows to count them."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Order(Base):
    """An order of one customer."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int]


class OrderRepository:
    """Reads orders."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def count(self, customer_id: int) -> int:
        """Return the number of orders of a customer."""
        query = select(Order).where(Order.customer_id == customer_id)
        return len((await self.session.scalars(query)).all())
