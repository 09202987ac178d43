# /// bad
# harm = "tests/antipatterns/logs/test_audit_in_log.py::test_log_reports_a_change_that_was_rolled_back"
# right = "examples/patterns/logs/audit_row.py"
# ///
"""A change of price whose only record is a log entry."""

import structlog
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from patterns.logs.audit_row import Price

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def set_price(
    session: AsyncSession, item_id: int, cents: int, admin_id: int
) -> None:
    """Change the price; the unit of work commits later."""
    price = update(Price).where(Price.item_id == item_id)
    await session.execute(price.values(cents=cents))
    logger.info("price_changed", item_id=item_id, cents=cents, admin_id=admin_id)
