"""How other domains write to the outbox, and how delivered messages are deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.outbox.repository import OutboxRepository


class OutboxService:
    """Stores events in the session of the change that they announce."""

    def __init__(self, messages: OutboxRepository) -> None:
        self.messages = messages

    async def add(self, topic: str, payload: Mapping[str, Any]) -> None:
        """Store an event; it is delivered if, and only if, the session commits.

        The payload must be JSON: ids and text, not objects.
        """
        await self.messages.add(topic, payload)


def create_outbox_service(session: AsyncSession) -> OutboxService:
    """Return a service on the session of a request or of a message handler."""
    return OutboxService(OutboxRepository(session))


async def delete_expired_messages(
    session: AsyncSession, before: datetime, limit: int
) -> int:
    """Delete messages that were delivered by then; return how many."""
    return await OutboxRepository(session).delete_delivered(before, limit)
