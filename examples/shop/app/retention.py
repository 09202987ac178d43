"""How long expired rows are kept, and the job that deletes them in batches."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.core.database import Database, unit_of_work
from app.core.idempotency import delete_expired_keys
from app.outbox.service import delete_expired_messages
from app.sessions.service import delete_expired_sessions, delete_used_tokens

BATCH = 500  # rows in one transaction

DeleteExpired = Callable[[AsyncSession, datetime, int], Awaitable[int]]

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Retention:
    """How many days the rows of a table are kept, and what deletes older ones."""

    table: str
    days: int
    delete_expired: DeleteExpired


def retentions(settings: Settings) -> list[Retention]:
    """Return the tables whose rows expire."""
    return [
        Retention(
            "outbox_messages", settings.outbox_retention_days, delete_expired_messages
        ),
        Retention(
            "auth_sessions", settings.session_retention_days, delete_expired_sessions
        ),
        Retention("refresh_tokens", settings.refresh_token_days, delete_used_tokens),
        Retention(
            "idempotency_keys", settings.idempotency_retention_days, delete_expired_keys
        ),
    ]


async def purge(database: Database, retention: Retention, batch: int = BATCH) -> bool:
    """Delete one batch of expired rows; return whether more may be left.

    Several workers may do this at once: each passes over the rows that another holds.
    """
    before = datetime.now(UTC) - timedelta(days=retention.days)
    async with unit_of_work(database) as session:
        count = await retention.delete_expired(session, before, batch)
    logger.info("rows_purged", table=retention.table, count=count)
    return count == batch
