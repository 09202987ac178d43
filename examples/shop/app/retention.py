"""What is kept how long: deletes rows that have told or guarded all they could."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.service import forget_sessions
from app.config import Settings
from app.core.database import Database, unit_of_work
from app.orders.service import forget_keys
from app.outbox.service import forget_messages

BATCH = 500  # rows in one transaction

Forget = Callable[[AsyncSession, datetime, int], Awaitable[int]]

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def purge(database: Database, settings: Settings) -> dict[str, int]:
    """Delete what is older than the settings say; return how many rows of each kind."""
    kinds: dict[str, tuple[Forget, int]] = {
        "outbox_messages": (forget_messages, settings.outbox_days),
        "auth_sessions": (forget_sessions, settings.session_days),
        "idempotency_keys": (forget_keys, settings.idempotency_days),
    }
    now = datetime.now(UTC)
    found = {
        kind: await forget_all(database, forget, now - timedelta(days=days))
        for kind, (forget, days) in kinds.items()
    }
    logger.info("purged", **found)
    return found


async def forget_all(
    database: Database, forget: Forget, before: datetime, batch: int = BATCH
) -> int:
    """Delete in transactions of their own until nothing is left; return the sum."""
    total = 0
    while True:
        async with unit_of_work(database) as session:
            count = await forget(session, before, batch)
        total += count
        if count < batch:
            return total
