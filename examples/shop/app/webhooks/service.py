"""Tells another system of orders, signed as https://www.standardwebhooks.com has it."""

import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime

from app.core.errors import UpstreamError
from app.core.http_client import Upstream
from app.outbox.schemas import ORDER_PLACED, Message, OrderPlaced


class WebhookService:
    """Posts to one address, whose owner knows the key."""

    def __init__(self, upstream: Upstream, url: str, key: bytes) -> None:
        self.upstream = upstream
        self.url = url
        self.key = key

    async def tell_of_order(self, message: Message) -> None:
        """Post the order; UpstreamError unless the other side takes it.

        The id stays the same however often the order is told of: by it the other
        side knows what it has already.
        """
        order = OrderPlaced.model_validate(message.payload)
        body = json.dumps({"type": ORDER_PLACED, "data": order.model_dump()}).encode()
        message_id = f"{ORDER_PLACED}_{order.order_id}"
        headers = sign(self.key, message_id, datetime.now(UTC), body)
        response = await self.upstream.request("POST", self.url, body, headers)
        if not response.is_success:
            raise UpstreamError(f"The webhook refuses with {response.status_code}.")


def sign(key: bytes, message_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """Return the headers; the time is signed too, so that none can be sent again."""
    timestamp = str(int(now.timestamp()))
    signed = b".".join([message_id.encode(), timestamp.encode(), body])
    signature = b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
