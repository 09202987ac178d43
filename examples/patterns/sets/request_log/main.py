"""A service whose log lines are JSON, carry the request ID and hold no secret."""

import structlog
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import APIRouter, FastAPI, status
from pydantic import BaseModel, Field
from starlette.middleware import Middleware

from app.core.logging import configure_logging
from app.core.request_ids import is_request_id

router = APIRouter()
logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Payment(BaseModel):
    """How an order is paid."""

    card_token: str = Field(max_length=64)


@router.post("/orders/{order_id}", status_code=status.HTTP_204_NO_CONTENT)
async def place_order(order_id: int, payment: Payment) -> None:
    """Log the order; the value of `card_token` is redacted."""
    logger.info("order_placed", order_id=order_id, card_token=payment.card_token)


def create_app() -> FastAPI:
    """Return the app: `uvicorn --factory --no-access-log main:create_app`."""
    configure_logging("INFO", as_json=True, log_sql=False)
    request_id = Middleware(CorrelationIdMiddleware, validator=is_request_id)
    app = FastAPI(middleware=[request_id])
    app.include_router(router)
    return app
