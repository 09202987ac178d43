"""The errors of notifications."""

from app.core.errors import NotFoundError


class NotificationNotFoundError(NotFoundError):
    """The account has no such notification; another account may have it."""

    code = "notification_not_found"
    title = "Notification not found"

    def __init__(self, notification_id: int) -> None:
        super().__init__(f"You have no notification {notification_id}.")
