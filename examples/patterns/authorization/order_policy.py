"""A permission that one function decides."""

from dataclasses import dataclass

from app.core.errors import ForbiddenError
from app.users.models import Role
from app.users.schemas import UserRead


@dataclass
class Order:
    """An order of a customer."""

    customer_id: int
    address: str
    is_shipped: bool = False
    is_cancelled: bool = False


def can_edit(user: UserRead, order: Order) -> bool:
    """Admins edit every order, customers their own before it is shipped."""
    if user.role is Role.ADMIN:
        return True
    return user.id == order.customer_id and not order.is_shipped


def require_edit(user: UserRead, order: Order) -> None:
    """Raise ForbiddenError unless the user may edit the order."""
    if not can_edit(user, order):
        raise ForbiddenError("You may not change this order.")


def change_address(user: UserRead, order: Order, address: str) -> None:
    """Send the order elsewhere."""
    require_edit(user, order)
    order.address = address


def cancel(user: UserRead, order: Order) -> None:
    """Cancel the order, and refund it."""
    require_edit(user, order)
    order.is_cancelled = True
