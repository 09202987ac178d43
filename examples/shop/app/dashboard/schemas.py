"""The response of the dashboard."""

from pydantic import BaseModel

from app.core.pagination import Page
from app.notifications.schemas import NotificationRead
from app.orders.schemas import OrderRead
from app.users.schemas import UserRead


class Dashboard(BaseModel):
    """The account, its latest orders and its newest unread notifications."""

    profile: UserRead
    recent_orders: list[OrderRead]
    unread_notifications: Page[NotificationRead]
