# /// bad
# harm = "tests/antipatterns/runbooks/test_requeued_without_attempts.py::test_requeued_message_dies_without_a_delivery"
# right = "examples/patterns/runbooks/dead_letters.py"
# ///
"""Dead letters return to the queue with their attempts used up."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.outbox.models import OutboxMessage


async def requeue(session: AsyncSession, topic: str, error: str) -> None:
    """Deliver the messages of one cause again."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.topic == topic, OutboxMessage.last_error == error)
        .values(dead_lettered_at=None)
    )
