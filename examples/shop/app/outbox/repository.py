"""The queries on waiting messages. It flushes; who began the unit of work commits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.outbox.models import OutboxMessage


class OutboxRepository:
    """Reads and writes messages in the session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, topic: str, payload: Mapping[str, Any]) -> None:
        """Store a message; it is delivered if, and only if, the caller commits.

        The payload must be JSON: ids and text, not objects.
        """
        self.session.add(OutboxMessage(topic=topic, payload=dict(payload)))
        await self.session.flush()
