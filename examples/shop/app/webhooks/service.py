"""Posts events to another system, signed by https://www.standardwebhooks.com."""

import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime

from app.core.errors import UpstreamError
from app.core.http_client import Upstream
from app.events import ORDER_PLACED, OrderPlaced
from app.outbox.schemas import Message


class WebhookService:
    """Posts to one URL, whose owner shares the signing key."""

    def __init__(self, upstream: Upstream, url: str, key: bytes) -> None:
        self.upstream = upstream
        self.url = url
        self.key = key

    async def post_order_placed(self, message: Message) -> None:
        """Post the order; UpstreamError unless the receiver answers 2xx.

        The `webhook-id` is the same in every retry, so the receiver can drop repeats.
        """
        order = OrderPlaced.model_validate(message.payload)
        body = json.dumps({"type": ORDER_PLACED, "data": order.model_dump()}).encode()
        webhook_id = f"{ORDER_PLACED}_{order.order_id}"
        headers = sign(self.key, webhook_id, datetime.now(UTC), body)
        response = await self.upstream.request("POST", self.url, body, headers)
        if not response.is_success:
            raise UpstreamError(f"The webhook receiver sent {response.status_code}.")


def sign(key: bytes, webhook_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """Return the headers; the signature covers id and time against replay."""
    timestamp = str(int(now.timestamp()))
    signed = b".".join([webhook_id.encode(), timestamp.encode(), body])
    signature = b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
