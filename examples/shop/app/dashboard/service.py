"""Reads from several domains in one session, one query after the other."""

from app.core.pagination import CursorParams
from app.dashboard.schemas import Dashboard
from app.notifications.schemas import NotificationParams
from app.notifications.service import NotificationService
from app.orders.service import OrderService
from app.users.schemas import UserRead

SHOWN = 5  # rows of each list


class DashboardService:
    """Composes the services of other domains; it has no table of its own."""

    def __init__(
        self, orders: OrderService, notifications: NotificationService
    ) -> None:
        self.orders = orders
        self.notifications = notifications

    async def read(self, user: UserRead) -> Dashboard:
        """Return the account with the newest rows of each list."""
        orders = await self.orders.list_own(user.id, CursorParams(page_size=SHOWN))
        unread = await self.notifications.list_own(
            user.id, NotificationParams(unread=True, page_size=SHOWN)
        )
        return Dashboard(
            profile=user, recent_orders=orders.items, unread_notifications=unread
        )
