"""Which messages are sent on."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from app.outbox.repository import OutboxRepository
from app.outbox.schemas import ORDER_PLACED, ORDER_WEBHOOK, Message
from app.outbox.service import Handler
from app.webhooks.service import WebhookService


def with_webhook(
    subscriptions: Mapping[str, Handler], webhook: WebhookService
) -> Mapping[str, Handler]:
    """Return the subscriptions, and the webhook's beside them.

    What the webhook is to be told is a message of its own: while the other side
    fails, that one is repeated and nothing else, and no transaction waits for it.
    """

    async def on_order_placed(session: AsyncSession, message: Message) -> None:
        await subscriptions[ORDER_PLACED](session, message)
        await OutboxRepository(session).add(ORDER_WEBHOOK, message.payload)

    async def on_order_webhook(_: AsyncSession, message: Message) -> None:
        await webhook.tell_of_order(message)

    return {
        **subscriptions,
        ORDER_PLACED: on_order_placed,
        ORDER_WEBHOOK: on_order_webhook,
    }
