# /// bad
# harm = "tests/antipatterns/authorization/test_filter_after_limit.py::test_own_order_is_missing_on_the_page"
# right = "examples/shop/app/orders/repository.py"
# ///
"""A list that is filtered by owner after the query."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.orders.models import Order


class OrderRepository:
    """Lists the orders of a user."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def list_own(self, user_id: int, page_size: int) -> list[Order]:
        """Return the newest orders of the user."""
        newest = select(Order).order_by(Order.id.desc()).limit(page_size)
        rows = await self.session.scalars(newest)
        return [order for order in rows if order.user_id == user_id]
