"""A row that no version of the worker can parse, and a good one behind it."""

from collections.abc import Awaitable, Callable

from pydantic import ValidationError
from sqlalchemy import MetaData, select
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.reliability import poison_message as wrong
from app.core.database import Database, unit_of_work
from app.outbox.models import OutboxMessage
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.schemas import Message

POLLS = 100


async def test_bad_row_stops_every_delivery(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(wrong.OutboxMessage(id=1, payload=[1]))
        session.add(wrong.OutboxMessage(id=2, payload={"to": "Ada"}))

    failed = delivered = 0
    for _ in range(POLLS):
        try:
            delivered += await wrong.claim_next(database.sessions) is not None
        except ValidationError:
            failed += 1

    async with database.sessions() as session:
        attempts = (await session.get_one(wrong.OutboxMessage, 1)).attempts
    assert (failed, delivered, attempts) == (POLLS, 0, 0)
    measured(
        f"Of {POLLS} polls, {failed} failed. The bad row stayed at {attempts} "
        f"attempts, and {delivered} messages were delivered."
    )


async def test_bad_row_becomes_dead_letter_and_others_are_delivered(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(OutboxMessage.metadata)
    async with unit_of_work(database) as session:
        session.add(OutboxMessage(topic="event", payload=[1]))
        session.add(OutboxMessage(topic="event", payload={"to": "Ada"}))
    sent: list[str] = []

    async def send(_: AsyncSession, message: Message) -> None:
        sent.append(message.payload["to"])

    relay = OutboxRelay(database, {"event": send}, RetryPolicy(max_attempts=1))
    tried = [await relay.deliver_next() for _ in range(3)]

    async with database.sessions() as session:
        rows = await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        ends = [(row.attempts, row.dead_lettered_at is not None) for row in rows]
    assert (tried, sent) == ([True, True, False], ["Ada"])
    assert ends == [(1, True), (1, False)]
