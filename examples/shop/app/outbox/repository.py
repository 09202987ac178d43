"""The queries on outbox messages. It flushes; the unit of work commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asgi_correlation_id import correlation_id
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.batches import delete_batch
from app.outbox.models import PENDING, OutboxMessage
from app.outbox.schemas import Lease


class OutboxRepository:
    """Reads and writes messages in the session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, topic: str, payload: Mapping[str, Any]) -> None:
        """Store a message; the payload must be JSON: IDs and text, not objects."""
        self.session.add(
            OutboxMessage(
                topic=topic, payload=dict(payload), request_id=correlation_id.get()
            )
        )
        await self.session.flush()

    async def claim(self, now: datetime, until: datetime) -> Lease | None:
        """Lease the message that is due longest until then; None when none is due.

        `SKIP LOCKED` passes over a row that another worker is claiming. SQLite has
        no row locks and needs none: it allows one writer, and this is one statement.
        It returns two numbers only: a row that can't be parsed can still be claimed.
        """
        longest_due = (
            select(OutboxMessage.id)
            .where(PENDING, OutboxMessage.available_at <= now)
            .order_by(OutboxMessage.available_at, OutboxMessage.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        claimed = await self.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == longest_due.scalar_subquery())
            .values(attempts=OutboxMessage.attempts + 1, available_at=until)
            .returning(OutboxMessage.id, OutboxMessage.attempts)
            .execution_options(synchronize_session=False)
        )
        row = claimed.one_or_none()
        return Lease(row.id, row.attempts, until) if row else None

    async def get(self, message_id: int) -> OutboxMessage:
        """Return the message; raises whatever its content makes the driver raise."""
        return await self.session.get_one(OutboxMessage, message_id)

    async def mark_delivered(self, lease: Lease, now: datetime) -> None:
        """Acknowledge the delivery."""
        await self._end(lease, delivered_at=now, last_error=None)

    async def postpone(self, lease: Lease, until: datetime, error: str) -> None:
        """Make the message available again at that time."""
        await self._end(lease, available_at=until, last_error=error)

    async def dead_letter(self, lease: Lease, now: datetime, error: str) -> None:
        """Take the message out of delivery; it stays in the table."""
        await self._end(lease, dead_lettered_at=now, last_error=error)

    async def delete_delivered(self, before: datetime, limit: int) -> int:
        """Delete messages that were delivered by then; dead letters stay."""
        age = OutboxMessage.delivered_at
        return await delete_batch(
            self.session, OutboxMessage, age <= before, age, limit
        )

    async def _end(self, lease: Lease, **values: object) -> None:
        """Record the outcome, unless the lease has passed to another worker."""
        await self.session.execute(
            update(OutboxMessage)
            .where(
                PENDING,
                OutboxMessage.id == lease.message_id,
                OutboxMessage.attempts == lease.attempts,
            )
            .values(values)
            .execution_options(synchronize_session=False)
        )
