"""What the page shows."""

from pydantic import BaseModel

from app.core.pagination import Page
from app.notifications.schemas import NotificationRead
from app.users.schemas import UserRead


class Dashboard(BaseModel):
    """The account, and the newest of what its owner has not read yet."""

    profile: UserRead
    unread_notifications: Page[NotificationRead]
