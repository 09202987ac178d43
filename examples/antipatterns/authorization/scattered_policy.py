# /// bad
# harm = "tests/antipatterns/authorization/test_scattered_policy.py::test_second_copy_of_the_condition_differs"
# right = "examples/patterns/authorization/order_policy.py"
# ///
"""A permission that each function decides for itself."""

from dataclasses import dataclass

from app.core.errors import ForbiddenError
from app.users.schemas import UserRead


@dataclass
class Order:
    """An order of a customer."""

    customer_id: int
    address: str
    is_shipped: bool = False
    is_cancelled: bool = False


def change_address(user: UserRead, order: Order, address: str) -> None:
    """Send the order elsewhere; ForbiddenError after it was shipped."""
    if user.id != order.customer_id or order.is_shipped:
        raise ForbiddenError("You may not change this order.")
    order.address = address


def cancel(user: UserRead, order: Order) -> None:
    """Cancel the order, and refund it."""
    if user.id != order.customer_id:
        raise ForbiddenError("You may not change this order.")
    order.is_cancelled = True
