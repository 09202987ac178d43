# /// bad
# harm = "tests/antipatterns/authorization/test_forbidden_reveals_object.py::test_status_tells_which_orders_exist"
# right = "examples/shop/app/orders/service.py"
# ///
"""A 403 for another user's order, and a 404 for none."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import ForbiddenError
from app.orders.exceptions import OrderNotFoundError
from app.orders.models import Order


class OrderService:
    """Reads orders for their owners."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def read(self, user_id: int, order_id: int) -> Order:
        """Return the order; ForbiddenError if it is another user's."""
        order = await self.session.get(Order, order_id)
        if order is None:
            raise OrderNotFoundError(order_id)
        if order.user_id != user_id:
            raise ForbiddenError("This is not your order.")
        return order
