"""Log events: a constant name, and each value as a field."""

import structlog

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def place_order(order_id: int, cents: int) -> None:
    """Log the order."""
    logger.info("order_placed", order_id=order_id, cents=cents)


def charge(card_token: str, cents: int) -> None:
    """Log the payment; the value of `card_token` is redacted."""
    logger.info("card_charged", card_token=card_token, cents=cents)
