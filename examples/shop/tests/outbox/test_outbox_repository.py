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


async def sign_up(session: AsyncSession) -> None:
    """Write a change and the message that announces it."""
    session.add(User(email="ada@example.com", password_hash="secret"))
    await OutboxRepository(session).add("signed_up", {"email": "ada@example.com"})


async def test_commit_stores_message_with_change(
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        await sign_up(session)

    assert await stored(committing_database) == (["signed_up"], ["ada@example.com"])


async def test_rollback_removes_message_with_change(
    committing_database: Database,
) -> None:
    async def fail() -> None:
        async with unit_of_work(committing_database) as session:
            await sign_up(session)
            raise RuntimeError("out of tea")

    with pytest.raises(RuntimeError, match="out of tea"):
        await fail()

    assert await stored(committing_database) == ([], [])


async def test_new_message_is_claimed_at_once(session: AsyncSession) -> None:
    outbox, now = OutboxRepository(session), datetime.now(UTC)
    await outbox.add("greeting", {"to": ["Ada"]})

    lease = await outbox.claim(now + timedelta(seconds=1), now + LEASE)

    assert lease is not None
    message = await outbox.get(lease.message_id)
    await session.refresh(message)
    assert (message.topic, message.payload) == ("greeting", {"to": ["Ada"]})
    assert (message.attempts, message.available_at) == (1, now + LEASE)
    assert lease.attempts == 1


async def test_leased_message_is_claimed_again_after_lease_expires(
    session: AsyncSession,
) -> None:
    outbox, now = OutboxRepository(session), datetime.now(UTC) + timedelta(seconds=1)
    await outbox.add("greeting", {})

    first = await outbox.claim(now, now + LEASE)
    during_lease = await outbox.claim(now, now + LEASE)
    second = await outbox.claim(now + LEASE, now + 2 * LEASE)

    assert first is not None
    assert during_lease is None
    assert second is not None
    assert (second.message_id, second.attempts) == (first.message_id, 2)


async def test_postponed_message_is_claimed_at_its_time(
    session: AsyncSession,
) -> None:
    outbox, now = OutboxRepository(session), datetime.now(UTC) + timedelta(seconds=1)
    await outbox.add("greeting", {})
    lease = await outbox.claim(now, now + LEASE)
    assert lease is not None
    later = now + timedelta(seconds=1)

    await outbox.postpone(lease, later, "RuntimeError")

    assert await outbox.claim(now, now + LEASE) is None
    again = await outbox.claim(later, later + LEASE)
    assert again is not None
    message = await outbox.get(again.message_id)
    await session.refresh(message)
    assert (message.id, message.last_error) == (lease.message_id, "RuntimeError")


async def test_delivered_message_ignores_later_outcomes(session: AsyncSession) -> None:
    outbox, now = OutboxRepository(session), datetime.now(UTC) + timedelta(seconds=1)
    await outbox.add("greeting", {})
    lease = await outbox.claim(now, now + LEASE)
    assert lease is not None
    await outbox.mark_delivered(lease, now)

    await outbox.postpone(lease, now, "Late")
    await outbox.dead_letter(lease, now, "Late")

    message = await outbox.get(lease.message_id)
    await session.refresh(message)
    assert (message.delivered_at, message.dead_lettered_at) == (now, None)
    assert (message.available_at, message.last_error) == (now + LEASE, None)


@pytest.mark.parametrize("outcome", ["mark_delivered", "postpone", "dead_letter"])
async def test_expired_lease_changes_nothing(
    session: AsyncSession, outcome: str
) -> None:
    outbox, now = OutboxRepository(session), datetime.now(UTC) + timedelta(seconds=1)
    await outbox.add("greeting", {})
    expired = await outbox.claim(now, now + LEASE)
    current = await outbox.claim(now + LEASE, now + 2 * LEASE)
    assert expired is not None
    assert current is not None

    error = () if outcome == "mark_delivered" else ("Late",)
    await getattr(outbox, outcome)(expired, now, *error)

    message = await outbox.get(current.message_id)
    await session.refresh(message)
    assert (message.delivered_at, message.dead_lettered_at) == (None, None)
    assert (message.available_at, message.last_error) == (now + 2 * LEASE, None)


async def test_longest_due_is_claimed_first(session: AsyncSession) -> None:
    now = datetime.now(UTC)
    for topic, seconds in [("later", 1), ("first", 3), ("second", 2), ("never", -1)]:
        due = now - timedelta(seconds=seconds)
        session.add(OutboxMessage(topic=topic, payload={}, available_at=due))
    await session.flush()
    outbox = OutboxRepository(session)

    leases = [await outbox.claim(now, now + LEASE) for _ in range(4)]

    found = [lease and await outbox.get(lease.message_id) for lease in leases]
    assert [message and message.topic for message in found] == [
        "first",
        "second",
        "later",
        None,
    ]


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_second_worker_skips_row_that_another_is_claiming(
    committing_database: Database,
) -> None:
    now = datetime.now(UTC) + timedelta(seconds=1)
    async with unit_of_work(committing_database) as session:
        messages = [OutboxMessage(topic="greeting", payload={}) for _ in range(2)]
        session.add_all(messages)

    async with (
        unit_of_work(committing_database) as one,
        unit_of_work(committing_database) as other,
    ):
        leases = [
            await OutboxRepository(session).claim(now, now + LEASE)
            for session in (one, other, other)
        ]

    found = [lease and lease.message_id for lease in leases]
    assert found == [messages[0].id, messages[1].id, None]
