"""Which messages become notifications."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from app.notifications.repository import NotificationRepository
from app.notifications.service import NotificationService
from app.outbox.schemas import ORDER_PLACED, Message
from app.outbox.service import Handler


async def on_order_placed(session: AsyncSession, message: Message) -> None:
    """Tell whoever placed the order."""
    await NotificationService(NotificationRepository(session)).tell_of_order(message)


SUBSCRIPTIONS: Mapping[str, Handler] = {ORDER_PLACED: on_order_placed}
