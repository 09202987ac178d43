"""Two workers poll at once; one delivery takes 0.2 seconds."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.reliability import delivery_without_lease as wrong
from app.core.database import Database, unit_of_work
from app.outbox.models import OutboxMessage
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.schemas import Message
from app.outbox.service import OutboxService

PATIENCE = 0.2  # seconds that a delivery waits for a second one


@dataclass
class Recipient:
    """A slow recipient: a second worker can deliver at the same time."""

    delivered: list[int] = field(default_factory=list)
    barrier: asyncio.Barrier = field(default_factory=lambda: asyncio.Barrier(2))

    async def receive(self, number: int) -> None:
        """Record a delivery."""
        self.delivered.append(number)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.barrier.wait()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_workers_deliver_one_message(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(wrong.OutboxMessage(id=1))
    recipient = Recipient()

    work = wrong.deliver_next(database.sessions, recipient.receive)
    more_work = wrong.deliver_next(database.sessions, recipient.receive)
    await asyncio.gather(work, more_work)
    await wrong.deliver_next(database.sessions, recipient.receive)

    assert recipient.delivered == [1, 1]
    measured(f"Two workers delivered one message {len(recipient.delivered)} times.")


async def test_second_worker_skips_leased_message(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(OutboxMessage.metadata)
    async with unit_of_work(database) as session:
        await OutboxService.on(session).add("event", {})
    recipient = Recipient()

    async def deliver(_: AsyncSession, message: Message) -> None:
        await recipient.receive(message.id)

    relay = OutboxRelay(database, {"event": deliver}, RetryPolicy())
    tried = await asyncio.gather(relay.deliver_next(), relay.deliver_next())

    assert sorted(tried) == [False, True]
    assert recipient.delivered == [1]
