"""What the shop does with notifications, for routes and the worker alike."""

from datetime import UTC, datetime

from app.core.pagination import Page
from app.notifications.exceptions import NotificationNotFoundError
from app.notifications.models import Notification
from app.notifications.repository import NotificationRepository
from app.notifications.schemas import NotificationParams, NotificationRead
from app.outbox.schemas import Message, OrderPlaced


class NotificationService:
    """Takes and returns schemas, raises domain errors, commits nothing."""

    def __init__(self, notifications: NotificationRepository) -> None:
        self.notifications = notifications

    async def list_own(
        self, user_id: int, params: NotificationParams
    ) -> Page[NotificationRead]:
        """Return one page of the account's notifications, the newest first."""
        found, total = await self.notifications.list_own(user_id, params)
        return Page[NotificationRead].of(found, params, total)

    async def mark_read(self, user_id: int, notification_id: int) -> NotificationRead:
        """Tick it off; NotificationNotFoundError unless it is the account's.

        A second time changes nothing: the first reading stays.
        """
        found = await self.notifications.get_own(user_id, notification_id)
        if found is None:
            raise NotificationNotFoundError(notification_id)
        found.read_at = found.read_at or datetime.now(UTC)
        return NotificationRead.model_validate(found)

    async def tell_of_order(self, message: Message) -> bool:
        """Tell the customer of the order; True unless that was done already."""
        order = OrderPlaced.model_validate(message.payload)
        return await self.notifications.add_once(
            Notification(
                user_id=order.user_id,
                outbox_message_id=message.id,
                kind=message.topic,
                text=f"Your order {order.order_id} has been placed.",
            )
        )
