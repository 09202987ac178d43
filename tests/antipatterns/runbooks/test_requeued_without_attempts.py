"""What becomes of a dead letter that is requeued."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import MetaData, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from workers import make_due

from antipatterns.runbooks import requeued_without_attempts as wrong
from app.core.database import Base, Database, unit_of_work
from app.outbox.models import OutboxMessage
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.schemas import Message
from app.outbox.service import OutboxService
from patterns.runbooks import dead_letters as right

type Requeue = Callable[[AsyncSession, str, str], Awaitable[None]]
type CreateTables = Callable[[MetaData], Awaitable[None]]

TOPIC, ERROR, MESSAGES = "order_placed", "ConnectError", 3


class ConnectError(Exception):
    """The other service does not answer."""


class Partner:
    """Another service, which is down at first."""

    def __init__(self) -> None:
        self.is_up = False
        self.calls = 0

    async def deliver(self, _: AsyncSession, __: Message) -> None:
        """Count the call."""
        self.calls += 1
        if not self.is_up:
            raise ConnectError


@pytest.fixture
def partner() -> Partner:
    return Partner()


@pytest.fixture
def relay(database: Database, partner: Partner) -> OutboxRelay:
    policy = RetryPolicy(max_attempts=1)
    return OutboxRelay(database, {TOPIC: partner.deliver}, policy)


@pytest.fixture
async def dead(
    database: Database, create_tables: CreateTables, relay: OutboxRelay
) -> Database:
    """Return a database whose messages are all dead letters."""
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        for number in range(MESSAGES):
            await OutboxService.on(session).add(TOPIC, {"order_id": number})
        await session.execute(update(OutboxMessage).values(available_at=func.now()))
    await deliver_all(relay)
    return database


async def deliver_all(relay: OutboxRelay) -> None:
    while await relay.deliver_next():
        pass


async def requeue_after_fix(
    database: Database, relay: OutboxRelay, partner: Partner, requeue: Requeue
) -> list[tuple[str | None, int]]:
    """Let the partner answer, requeue and deliver; return what is dead again."""
    partner.is_up, partner.calls = True, 0
    async with unit_of_work(database) as session:
        await requeue(session, TOPIC, ERROR)
    await make_due(database)
    await deliver_all(relay)
    async with database.sessions() as session:
        rows = await right.list_dead_letters(session)
    return [(error, count) for _, error, count, _ in rows]


async def test_requeued_message_dies_without_a_delivery(
    dead: Database,
    relay: OutboxRelay,
    partner: Partner,
    measured: Callable[[str], None],
) -> None:
    again = await requeue_after_fix(dead, relay, partner, wrong.requeue)

    assert (again, partner.calls) == ([("WorkerLost", MESSAGES)], 0)
    measured(
        f"The worker delivered {partner.calls} of {MESSAGES} requeued messages, and "
        f"made them dead letters again, with the error {again[0][0]}."
    )


async def test_requeued_message_is_delivered(
    dead: Database,
    relay: OutboxRelay,
    partner: Partner,
    record_property: Callable[[str, object], None],
) -> None:
    async with dead.sessions() as session:
        [(topic, error, count, _)] = await right.list_dead_letters(session)

    again = await requeue_after_fix(dead, relay, partner, right.requeue)

    assert (again, partner.calls) == ([], MESSAGES)
    record_property(
        "shown:dead_letters",
        f"before: {count} dead letters of {topic}, {error}\n"
        f"after:  {len(again)} dead letters, {partner.calls} delivered",
    )


async def test_other_causes_stay_dead(
    dead: Database, relay: OutboxRelay, partner: Partner
) -> None:
    async def requeue_another(session: AsyncSession, topic: str, _: str) -> None:
        await right.requeue(session, topic, "ValidationError")

    again = await requeue_after_fix(dead, relay, partner, requeue_another)

    assert again == [(ERROR, MESSAGES)]
    async with dead.sessions() as session:
        count = select(func.count(OutboxMessage.id)).where(right.DEAD)
        assert await session.scalar(count) == MESSAGES


async def test_requeued_message_is_due_at_once(
    dead: Database, relay: OutboxRelay, partner: Partner
) -> None:
    partner.is_up, partner.calls = True, 0
    async with unit_of_work(dead) as session:
        await right.requeue(session, TOPIC, ERROR)

    await deliver_all(relay)

    assert partner.calls == MESSAGES
