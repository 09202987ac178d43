"""The logic of notifications, for routes and message handlers."""

from datetime import UTC, datetime

from app.core.pagination import Page
from app.events import OrderPlaced
from app.notifications.exceptions import NotificationNotFoundError
from app.notifications.repository import NotificationRepository
from app.notifications.schemas import (
    NotificationCreate,
    NotificationParams,
    NotificationRead,
)
from app.outbox.schemas import Message


class NotificationService:
    """Takes and returns schemas, raises domain errors, the unit of work commits."""

    def __init__(self, notifications: NotificationRepository) -> None:
        self.notifications = notifications

    async def list_own(
        self, user_id: int, params: NotificationParams
    ) -> Page[NotificationRead]:
        """Return one page of the account's notifications, newest first."""
        found, total = await self.notifications.list_own(user_id, params)
        return Page[NotificationRead].of(found, params, total)

    async def mark_read(self, user_id: int, notification_id: int) -> NotificationRead:
        """Mark it as read; a second call keeps the time of the first.

        NotificationNotFoundError unless the account owns it.
        """
        now = datetime.now(UTC)
        found = await self.notifications.mark_read(user_id, notification_id, now)
        if found is None:
            raise NotificationNotFoundError(notification_id)
        return NotificationRead.model_validate(found)

    async def notify_order_placed(self, message: Message) -> bool:
        """Notify the customer; return False if this message already did.

        ValidationError when the payload is not an `OrderPlaced`.
        """
        order = OrderPlaced.model_validate(message.payload)
        notification = NotificationCreate(
            user_id=order.user_id,
            kind=message.topic,
            text=f"Your order {order.order_id} has been placed.",
        )
        return await self.notifications.add_once(message.id, notification)
