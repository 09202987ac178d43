"""What can go wrong with notifications."""

from app.core.errors import NotFoundError


class NotificationNotFoundError(NotFoundError):
    """None has this id, or it is another account's: which of both isn't told."""

    code = "notification_not_found"
    title = "Notification not found"

    def __init__(self, notification_id: int) -> None:
        super().__init__(f"You have no notification {notification_id}.")
