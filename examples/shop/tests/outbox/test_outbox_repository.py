from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.outbox.models import OutboxMessage
from app.outbox.repository import OutboxRepository
from app.users.models import User

LEASE = timedelta(minutes=1)


async def stored(database: Database) -> tuple[list[str], list[str]]:
    async with database.sessions() as session:
        topics = await session.scalars(select(OutboxMessage.topic))
        emails = await session.scalars(select(User.email))
        return list(topics), list(emails)


async def change_and_tell(session: AsyncSession) -> None:
    """Write what happened and the message of it."""
    session.add(User(email="ada@example.com", password_hash="secret"))
    await OutboxRepository(session).add("signed_up", {"email": "ada@example.com"})


async def test_message_is_committed_with_the_change(
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        await change_and_tell(session)

    assert await stored(committing_database) == (["signed_up"], ["ada@example.com"])


async def test_message_vanishes_with_the_change(committing_database: Database) -> None:
    async def fail() -> None:
        async with unit_of_work(committing_database) as session:
            await change_and_tell(session)
            raise RuntimeError("out of tea")

    with pytest.raises(RuntimeError, match="out of tea"):
        await fail()

    assert await stored(committing_database) == ([], [])


async def test_new_message_is_due_at_once(session: AsyncSession) -> None:
    outbox, now = OutboxRepository(session), datetime.now(UTC)
    await outbox.add("greeting", {"to": ["Ada"]})

    taken = await outbox.take(now + timedelta(seconds=1), now + LEASE)

    assert taken is not None
    assert (taken.topic, taken.payload) == ("greeting", {"to": ["Ada"]})
    assert (taken.attempts, taken.available_at) == (1, now + LEASE)


async def test_taken_message_comes_back_when_the_lease_ends(
    session: AsyncSession,
) -> None:
    outbox, now = OutboxRepository(session), datetime.now(UTC) + timedelta(seconds=1)
    await outbox.add("greeting", {})

    first = await outbox.take(now, now + LEASE)
    meanwhile = await outbox.take(now, now + LEASE)
    session.expunge_all()
    again = await outbox.take(now + LEASE, now + 2 * LEASE)

    assert first is not None
    assert meanwhile is None
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 2)


async def test_postponed_message_is_taken_then_and_not_before(
    session: AsyncSession,
) -> None:
    outbox, now = OutboxRepository(session), datetime.now(UTC) + timedelta(seconds=1)
    await outbox.add("greeting", {})
    message = await outbox.take(now, now + LEASE)
    assert message is not None
    later = now + timedelta(seconds=1)

    await outbox.postpone(message.id, later, "RuntimeError")

    session.expunge_all()
    assert await outbox.take(now, now + LEASE) is None
    again = await outbox.take(later, later + LEASE)
    assert again is not None
    assert (again.id, again.last_error) == (message.id, "RuntimeError")


async def test_delivered_message_is_neither_postponed_nor_parked(
    session: AsyncSession,
) -> None:
    """The worker whose lease has ended says so too late: another has delivered."""
    outbox, now = OutboxRepository(session), datetime.now(UTC) + timedelta(seconds=1)
    await outbox.add("greeting", {})
    message = await outbox.take(now, now + LEASE)
    assert message is not None
    await outbox.mark_delivered(message.id, now)

    await outbox.postpone(message.id, now, "Late")
    await outbox.park(message.id, now, "Late")

    await session.refresh(message)
    assert (message.delivered_at, message.parked_at) == (now, None)
    assert (message.available_at, message.last_error) == (now + LEASE, None)


async def test_longest_due_is_taken_first(session: AsyncSession) -> None:
    now = datetime.now(UTC)
    for topic, seconds in [("later", 1), ("first", 3), ("second", 2), ("never", -1)]:
        due = now - timedelta(seconds=seconds)
        session.add(OutboxMessage(topic=topic, payload={}, available_at=due))
    await session.flush()
    outbox = OutboxRepository(session)

    taken = [await outbox.take(now, now + LEASE) for _ in range(4)]

    assert [message and message.topic for message in taken] == [
        "first",
        "second",
        "later",
        None,
    ]


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_row_that_another_worker_is_taking_is_passed_over(
    committing_database: Database,
) -> None:
    now = datetime.now(UTC) + timedelta(seconds=1)
    async with unit_of_work(committing_database) as session:
        for number in range(2):
            await OutboxRepository(session).add("greeting", {"number": number})

    async with (
        unit_of_work(committing_database) as one,
        unit_of_work(committing_database) as other,
    ):
        taken = [
            await OutboxRepository(session).take(now, now + LEASE)
            for session in (one, other, other)
        ]

    assert [message and message.payload["number"] for message in taken] == [0, 1, None]
