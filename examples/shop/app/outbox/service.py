"""Delivery: at least once, so handlers must bear a repeated message."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.core.request_ids import on_behalf_of
from app.outbox.repository import OutboxRepository
from app.outbox.schemas import Message

Handler = Callable[[AsyncSession, Message], Awaitable[None]]
LONGEST_DELAY = timedelta(hours=1)

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RetryPolicy:
    """How long a delivery may take, and how often a failed one is repeated."""

    max_attempts: int = 8
    first_delay: timedelta = timedelta(seconds=2)
    lease: timedelta = timedelta(minutes=1)

    def delay(self, attempts: int) -> timedelta:
        """Double the wait with every attempt, up to an hour."""
        return min(self.first_delay * (1 << (attempts - 1)), LONGEST_DELAY)

    @property
    def handler_seconds(self) -> float:
        """Half the lease: who hangs is cut off before another worker takes over."""
        return self.lease.total_seconds() / 2


class OutboxService:
    """Takes, delivers and acknowledges, each in a unit of work of its own.

    The taking moves a message out of the others' reach for a lease and holds no
    lock while the handler works. A worker that dies in between leaves a message
    that comes back when the lease ends.
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

    async def deliver_due(self) -> int:
        """Deliver until nothing is due; return how many messages were tried."""
        count = 0
        while message := await self.take():
            with on_behalf_of(message.request_id):
                await self.deliver(message)
            count += 1
        return count

    async def take(self) -> Message | None:
        """Take the next message; None when nothing is due."""
        now = datetime.now(UTC)
        async with unit_of_work(self.database) as session:
            taken = await OutboxRepository(session).take(now, now + self.policy.lease)
            return Message.model_validate(taken) if taken else None

    async def deliver(self, message: Message) -> None:
        """Handle and acknowledge; after a failure postpone, or park the message."""
        log = logger.bind(**told(message))
        if message.attempts > self.policy.max_attempts:  # the last one never ended
            await self.give_up(message, "Lost")
            return
        try:
            await self.handle(message)
        except Exception as error:
            log.exception("outbox_delivery_failed")
            await self.put_back(message, type(error).__name__)
        else:
            await self.acknowledge(message)
            log.info("outbox_delivered")

    async def handle(self, message: Message) -> None:
        """Call the topic's handler and commit what it did."""
        handler = self.handlers[message.topic]
        async with (
            asyncio.timeout(self.policy.handler_seconds),
            unit_of_work(self.database) as session,
        ):
            await handler(session, message)

    async def acknowledge(self, message: Message) -> None:
        """Say that it is done; what dies before this line is delivered again."""
        async with unit_of_work(self.database) as session:
            await OutboxRepository(session).mark_delivered(
                message.id, datetime.now(UTC)
            )

    async def put_back(self, message: Message, error: str) -> None:
        """Let a failed message wait for its next attempt, if it has one left."""
        if message.attempts == self.policy.max_attempts:
            await self.give_up(message, error)
            return
        until = datetime.now(UTC) + self.policy.delay(message.attempts)
        async with unit_of_work(self.database) as session:
            await OutboxRepository(session).postpone(message.id, until, error)

    async def give_up(self, message: Message, error: str) -> None:
        """Park a message where people find it: in the table and in the log."""
        async with unit_of_work(self.database) as session:
            await OutboxRepository(session).park(message.id, datetime.now(UTC), error)
        logger.error("outbox_parked", **told(message))


async def forget_messages(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete messages that were delivered by then; return how many."""
    return await OutboxRepository(session).delete_delivered(before, limit)


def told(message: Message) -> dict[str, Any]:
    """Return what log lines say of a message; its request's id is on them anyway."""
    return message.model_dump(include={"id", "topic", "attempts"})
