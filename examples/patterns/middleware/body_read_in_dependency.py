"""A signature check in a dependency of the routes that need it."""

import hmac
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, Request
from pydantic import BaseModel


class Payment(BaseModel):
    """What the payment service reports."""

    order_id: int


async def verify_signature(
    request: Request, x_signature: Annotated[str, Header()]
) -> None:
    """Refuse a webhook without a valid signature."""
    key: bytes = request.app.state.webhook_key
    expected = hmac.new(key, await request.body(), "sha256").hexdigest()
    if not hmac.compare_digest(x_signature.encode(), expected.encode()):
        raise HTTPException(401, "Invalid signature")


def create_app(key: bytes) -> FastAPI:
    """Return an app with a webhook."""
    app = FastAPI()
    app.state.webhook_key = key

    @app.post("/payments", dependencies=[Depends(verify_signature)])
    async def accept_payment(payment: Payment) -> int:
        return payment.order_id

    return app
