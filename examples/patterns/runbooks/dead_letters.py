"""Lists dead letters of the outbox, and requeues those of one cause."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.outbox.models import OutboxMessage

type Cause = Row[str, str | None, int, datetime]
"""Topic, error, number of messages and time of the oldest one."""

DEAD = OutboxMessage.dead_lettered_at.is_not(None)


async def list_dead_letters(session: AsyncSession) -> Sequence[Cause]:
    """Return each cause, the oldest first."""
    cause = (OutboxMessage.topic, OutboxMessage.last_error)
    oldest: ColumnElement[datetime] = func.min(OutboxMessage.created_at)
    query = select(*cause, func.count(), oldest).where(DEAD).group_by(*cause)
    return (await session.execute(query.order_by(oldest))).all()


async def requeue(session: AsyncSession, topic: str, error: str) -> None:
    """Deliver the messages of one cause again, with all of their attempts."""
    await session.execute(
        update(OutboxMessage)
        .where(DEAD, OutboxMessage.topic == topic, OutboxMessage.last_error == error)
        .values(dead_lettered_at=None, attempts=0, available_at=datetime.now(UTC))
    )
