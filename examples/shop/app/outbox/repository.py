"""The queries on waiting messages. It flushes; who began the unit of work commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asgi_correlation_id import correlation_id
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.batches import delete_batch
from app.outbox.models import PENDING, OutboxMessage


class OutboxRepository:
    """Reads and writes messages in the session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, topic: str, payload: Mapping[str, Any]) -> None:
        """Store a message; it is delivered if, and only if, the caller commits.

        The payload must be JSON: ids and text, not objects.
        """
        self.session.add(
            OutboxMessage(
                topic=topic, payload=dict(payload), request_id=correlation_id.get()
            )
        )
        await self.session.flush()

    async def take(self, now: datetime, until: datetime) -> OutboxMessage | None:
        """Take the message that is due longest, out of others' reach until then.

        PostgreSQL passes over a row that another worker is taking at this moment.
        SQLite has no row locks and needs none: it lets one connection write at a
        time, and this one statement looks and writes.
        """
        longest_due = (
            select(OutboxMessage.id)
            .where(PENDING, OutboxMessage.available_at <= now)
            .order_by(OutboxMessage.available_at, OutboxMessage.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return await self.session.scalar(
            update(OutboxMessage)
            .where(OutboxMessage.id == longest_due.scalar_subquery())
            .values(attempts=OutboxMessage.attempts + 1, available_at=until)
            .returning(OutboxMessage)
        )

    async def mark_delivered(self, message_id: int, now: datetime) -> None:
        """Acknowledge: nobody takes it again."""
        await self._change(message_id, delivered_at=now, last_error=None)

    async def postpone(self, message_id: int, until: datetime, error: str) -> None:
        """Let it be taken again, no earlier than then."""
        await self._change(message_id, available_at=until, last_error=error)

    async def park(self, message_id: int, now: datetime, error: str) -> None:
        """Give up: nobody takes it again, and it stays to be looked at."""
        await self._change(message_id, parked_at=now, last_error=error)

    async def delete_delivered(self, before: datetime, limit: int) -> int:
        """Forget what was delivered by then; what is parked waits for people."""
        age = OutboxMessage.delivered_at
        return await delete_batch(
            self.session, OutboxMessage, age <= before, age, limit
        )

    async def _change(self, message_id: int, **values: object) -> None:
        await self.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id, PENDING)
            .values(values)
        )
