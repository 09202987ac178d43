"""Delivers outbox messages: at least once, so handlers must be idempotent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bound_contextvars

from app.core.database import Database, read_session, unit_of_work
from app.core.request_ids import bound_request_id
from app.outbox.repository import OutboxRepository
from app.outbox.schemas import Lease, Message

Handler = Callable[[AsyncSession, Message], Awaitable[None]]
LONGEST_DELAY = timedelta(hours=1)

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RetryPolicy:
    """How long a delivery may take, and how often a failed one is retried.

    The lease must be longer than the clocks of two workers can differ.
    """

    max_attempts: int = 16  # over five hours, with the delays between them
    first_delay: timedelta = timedelta(seconds=2)
    lease: timedelta = timedelta(minutes=1)

    def delay(self, attempts: int) -> timedelta:
        """Double the delay with every attempt, up to an hour."""
        return min(self.first_delay * 2.0 ** (attempts - 1), LONGEST_DELAY)

    def handler_seconds(self, until: datetime) -> float:
        """Return the time that a handler has, of a lease that expires then.

        It is cancelled at half the lease, however long the claim and the read took.
        """
        return (until - self.lease / 2 - datetime.now(UTC)).total_seconds()


class OutboxRelay:
    """Claims, delivers and acknowledges, each in a unit of work of its own.

    It holds no lock while a handler works. When a worker dies, the lease expires and
    another worker claims the message.
    """

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, Handler],
        policy: RetryPolicy,
    ) -> None:
        self.database = database
        self.handlers = handlers
        self.policy = policy

    async def deliver_next(self) -> bool:
        """Try the message that is due longest; return False when none is due.

        The claim is committed before the message is parsed: whatever the row holds,
        its attempt counts, and the last one makes it a dead letter.
        """
        lease = await self.claim()
        if lease is None:
            return False
        with bound_contextvars(message_id=lease.message_id, attempts=lease.attempts):
            if lease.attempts > self.policy.max_attempts:  # no worker survived the last
                await self.dead_letter(lease, "WorkerLost")
            elif message := await self.read(lease):
                with (
                    bound_contextvars(topic=message.topic),
                    bound_request_id(message.request_id),
                ):
                    await self.deliver(lease, message)
        return True

    async def claim(self) -> Lease | None:
        """Lease the next message and count the attempt."""
        now = datetime.now(UTC)
        async with unit_of_work(self.database) as session:
            return await OutboxRepository(session).claim(now, now + self.policy.lease)

    async def read(self, lease: Lease) -> Message | None:
        """Return the message; record a failure and return None if parsing fails."""
        try:
            async with read_session(self.database) as session:
                row = await OutboxRepository(session).get(lease.message_id)
                return Message.model_validate(row)
        except Exception as error:
            logger.exception("outbox_message_unreadable")
            await self.record_failure(lease, type(error).__name__)
            return None

    async def deliver(self, lease: Lease, message: Message) -> None:
        """Handle the message, then acknowledge it or record the failure.

        A handler that awaits a task which something else cancelled has failed, too.
        """
        try:
            await self.handle(lease, message)
        except (Exception, asyncio.CancelledError) as error:
            if is_being_cancelled():
                raise
            logger.exception("outbox_delivery_failed")
            await self.record_failure(lease, type(error).__name__)
        else:
            await self.acknowledge(lease)
            logger.info("outbox_delivered")

    async def handle(self, lease: Lease, message: Message) -> None:
        """Call the topic's handler and commit its changes."""
        handler = self.handlers[message.topic]
        async with (
            asyncio.timeout(self.policy.handler_seconds(lease.until)),
            unit_of_work(self.database) as session,
        ):
            await handler(session, message)

    async def acknowledge(self, lease: Lease) -> None:
        """Mark it delivered; a worker that dies before this line delivers it again."""
        async with unit_of_work(self.database) as session:
            await OutboxRepository(session).mark_delivered(lease, datetime.now(UTC))

    async def record_failure(self, lease: Lease, error: str) -> None:
        """Schedule the next attempt; after the last one, make it a dead letter."""
        if lease.attempts >= self.policy.max_attempts:
            await self.dead_letter(lease, error)
            return
        until = datetime.now(UTC) + self.policy.delay(lease.attempts)
        async with unit_of_work(self.database) as session:
            await OutboxRepository(session).postpone(lease, until, error)

    async def dead_letter(self, lease: Lease, error: str) -> None:
        """Stop delivering; operators find the message in the table and in the log."""
        async with unit_of_work(self.database) as session:
            await OutboxRepository(session).dead_letter(lease, datetime.now(UTC), error)
        logger.error("outbox_dead_lettered", error=error)


def is_being_cancelled() -> bool:
    """Return whether this task itself is to end, such as at shutdown."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
