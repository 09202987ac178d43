"""Posts events to another system, signed by https://www.standardwebhooks.com."""

import json
from datetime import UTC, datetime

from standardwebhooks import Webhook

from app.core.errors import UpstreamError
from app.core.http_client import Upstream
from app.events import ORDER_PLACED, OrderPlaced
from app.outbox.schemas import Message


class WebhookService:
    """Posts to one URL, whose owner shares the signing key."""

    def __init__(self, upstream: Upstream, url: str, key: str) -> None:
        self.upstream = upstream
        self.url = url
        self.webhook = Webhook(key)

    async def post_order_placed(self, message: Message) -> None:
        """Post the order; UpstreamError unless the receiver answers 2xx.

        The `webhook-id` is the same in every retry, so the receiver can drop repeats.
        """
        order = OrderPlaced.model_validate(message.payload)
        body = json.dumps({"type": ORDER_PLACED, "data": order.model_dump()})
        headers = self.sign(f"{ORDER_PLACED}_{order.order_id}", datetime.now(UTC), body)
        response = await self.upstream.request("POST", self.url, body.encode(), headers)
        if not response.is_success:
            raise UpstreamError(f"The webhook receiver sent {response.status_code}.")

    def sign(self, webhook_id: str, now: datetime, body: str) -> dict[str, str]:
        """Return the headers; the signature covers ID and time, against replay."""
        return {
            "Content-Type": "application/json",
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self.webhook.sign(webhook_id, now, body),
        }
