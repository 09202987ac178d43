"""Handlers that post outbox messages to the webhook."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from app.events import ORDER_PLACED
from app.outbox.relay import Handler
from app.outbox.schemas import Message
from app.outbox.service import OutboxService
from app.webhooks.service import WebhookService

ORDER_WEBHOOK = "order_webhook"


def with_webhook(
    subscriptions: Mapping[str, Handler], webhook: WebhookService
) -> Mapping[str, Handler]:
    """Return the subscriptions together with the webhook's.

    The post is a message of its own: a receiver that fails delays and repeats
    nothing else. If the first handler runs twice, the post repeats its `webhook-id`.
    """

    async def on_order_placed(session: AsyncSession, message: Message) -> None:
        await subscriptions[ORDER_PLACED](session, message)
        await OutboxService.on(session).add(ORDER_WEBHOOK, message.payload)

    async def on_order_webhook(_: AsyncSession, message: Message) -> None:
        await webhook.post_order_placed(message)

    return {
        **subscriptions,
        ORDER_PLACED: on_order_placed,
        ORDER_WEBHOOK: on_order_webhook,
    }
