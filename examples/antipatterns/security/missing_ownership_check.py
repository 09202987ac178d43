# /// bad
# harm = "tests/antipatterns/security/test_missing_ownership_check.py::test_query_without_owner_returns_foreign_order"
# right = "examples/shop/app/orders/repository.py"
# ///
"""A query by ID, which leaves the ownership check to its callers."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.orders.models import Order


class OrderRepository:
    """Reads orders of all users."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, order_id: int) -> Order | None:
        """Return the order, or None."""
        return await self.session.get(Order, order_id)
