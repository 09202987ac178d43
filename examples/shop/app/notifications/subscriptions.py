"""Handlers that turn outbox messages into notifications."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from app.events import ORDER_PLACED
from app.notifications.repository import NotificationRepository
from app.notifications.service import NotificationService
from app.outbox.relay import Handler
from app.outbox.schemas import Message


async def on_order_placed(session: AsyncSession, message: Message) -> None:
    """Notify the customer who placed the order."""
    notifications = NotificationService(NotificationRepository(session))
    await notifications.notify_order_placed(message)


SUBSCRIPTIONS: Mapping[str, Handler] = {ORDER_PLACED: on_order_placed}
