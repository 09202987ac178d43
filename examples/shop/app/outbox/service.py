"""Writing to the outbox, for other domains, and purging delivered messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.outbox.repository import OutboxRepository


class OutboxService:
    """Stores events in the session of the change that they announce."""

    def __init__(self, messages: OutboxRepository) -> None:
        self.messages = messages

    @classmethod
    def on(cls, session: AsyncSession) -> Self:
        """Return a service whose statements run in this database session."""
        return cls(OutboxRepository(session))

    async def add(self, topic: str, payload: Mapping[str, Any]) -> None:
        """Store an event; it is delivered if, and only if, the session commits.

        The payload must be JSON: IDs and text, not objects.
        """
        await self.messages.add(topic, payload)


async def delete_expired_messages(
    session: AsyncSession, before: datetime, limit: int
) -> int:
    """Delete messages that were delivered by then; return how many."""
    return await OutboxRepository(session).delete_delivered(before, limit)
