"""The errors of orders."""

from app.core.errors import NotFoundError


class OrderNotFoundError(NotFoundError):
    """The account has no such order; another account may have it."""

    code = "order_not_found"
    title = "Order not found"

    def __init__(self, order_id: int) -> None:
        super().__init__(f"You have no order {order_id}.")
