# /// bad
# ruff = ["G004"]
# harm = "tests/antipatterns/logs/test_values_in_message.py::test_each_order_has_an_event_of_its_own"
# right = "examples/patterns/logs/event_fields.py"
# ///
"""A log call that formats values into the event."""

import structlog

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def place_order(order_id: int, cents: int) -> None:
    """Log the order."""
    logger.info(f"order {order_id} placed for {cents} cents")
