import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sign_ups import HANDLERS, TOPIC, add_sign_ups, count_accounts, on_sign_up
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from workers import deliver_due, make_due

from app.core.database import Database, unit_of_work
from app.core.logging import configure_logging
from app.outbox.models import OutboxMessage
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.schemas import Message
from app.outbox.service import OutboxService

POLICY = RetryPolicy(max_attempts=3)


def events(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [
        (record.levelname, record.__dict__["msg"]["event"])
        for record in caplog.records
        if record.name == "app.outbox.relay"
    ]


async def only_message(database: Database) -> OutboxMessage:
    async with database.sessions() as session:
        return (await session.scalars(select(OutboxMessage))).one()


async def sign_up_and_fail(session: AsyncSession, message: Message) -> None:
    await on_sign_up(session, message)
    raise RuntimeError("out of tea")


async def hang(_: AsyncSession, __: Message) -> None:
    await asyncio.sleep(60)


def test_handler_has_half_of_the_lease() -> None:
    policy = RetryPolicy(lease=timedelta(minutes=10))
    until = datetime.now(UTC) + policy.lease

    assert policy.handler_seconds(until) == pytest.approx(300, abs=5)


async def test_due_messages_are_delivered_and_acknowledged(
    committing_database: Database,
) -> None:
    seen: list[int] = []

    async def note(_: AsyncSession, message: Message) -> None:
        seen.append(message.id)

    relay = OutboxRelay(committing_database, {TOPIC: note}, POLICY)
    await add_sign_ups(committing_database, 3)

    tried = [await deliver_due(relay) for _ in range(2)]

    assert tried == [3, 0]
    assert len(set(seen)) == 3
    async with committing_database.sessions() as session:
        rows = (await session.scalars(select(OutboxMessage))).all()
    assert [(row.attempts, row.dead_lettered_at) for row in rows] == [(1, None)] * 3
    assert all(row.delivered_at for row in rows)


async def test_claimed_message_is_leased(committing_database: Database) -> None:
    relay = OutboxRelay(committing_database, {}, POLICY)
    await add_sign_ups(committing_database, 1)
    begin = datetime.now(UTC)

    first, second = [await relay.claim() for _ in range(2)]

    assert first is not None
    assert second is None
    message = await only_message(committing_database)
    assert message.available_at >= begin + POLICY.lease


async def test_handler_changes_are_committed(committing_database: Database) -> None:
    relay = OutboxRelay(committing_database, HANDLERS, POLICY)
    await add_sign_ups(committing_database, 1)

    await deliver_due(relay)

    assert await count_accounts(committing_database) == 1


async def test_failed_delivery_is_rolled_back_and_postponed(
    committing_database: Database,
) -> None:
    relay = OutboxRelay(committing_database, {TOPIC: sign_up_and_fail}, POLICY)
    await add_sign_ups(committing_database, 1)
    begin = datetime.now(UTC)

    tried = [await deliver_due(relay) for _ in range(2)]

    message = await only_message(committing_database)
    assert tried == [1, 0]
    assert await count_accounts(committing_database) == 0
    assert (message.attempts, message.last_error) == (1, "RuntimeError")
    assert message.available_at >= begin + POLICY.delay(1)
    assert message.delivered_at is None


async def test_failed_delivery_is_retried_until_it_succeeds(
    committing_database: Database,
) -> None:
    handlers = {TOPIC: sign_up_and_fail}
    relay = OutboxRelay(committing_database, handlers, POLICY)
    await add_sign_ups(committing_database, 1)
    await deliver_due(relay)

    handlers[TOPIC] = on_sign_up
    await make_due(committing_database)
    await deliver_due(relay)

    message = await only_message(committing_database)
    assert (message.attempts, message.last_error) == (2, None)
    assert message.delivered_at is not None
    assert await count_accounts(committing_database) == 1


async def test_message_that_keeps_failing_becomes_dead_letter(
    committing_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    configure_logging("INFO", as_json=False, log_sql=False)
    relay = OutboxRelay(committing_database, {TOPIC: sign_up_and_fail}, POLICY)
    await add_sign_ups(committing_database, 1)

    for _ in range(POLICY.max_attempts + 1):
        await deliver_due(relay)
        await make_due(committing_database)

    message = await only_message(committing_database)
    assert message.attempts == POLICY.max_attempts
    assert message.dead_lettered_at is not None
    assert message.last_error == "RuntimeError"
    assert events(caplog) == [
        *[("ERROR", "outbox_delivery_failed")] * POLICY.max_attempts,
        ("ERROR", "outbox_dead_lettered"),
    ]


async def test_message_that_kills_its_workers_becomes_dead_letter(
    committing_database: Database,
) -> None:
    relay = OutboxRelay(committing_database, HANDLERS, POLICY)
    await add_sign_ups(committing_database, 1)
    for _ in range(POLICY.max_attempts):
        await relay.claim()  # and the worker dies
        await make_due(committing_database)

    await deliver_due(relay)

    message = await only_message(committing_database)
    assert message.dead_lettered_at is not None
    assert message.last_error == "WorkerLost"
    assert await count_accounts(committing_database) == 0


async def test_hanging_handler_is_cancelled(committing_database: Database) -> None:
    policy = RetryPolicy(lease=timedelta(seconds=0.2))
    relay = OutboxRelay(committing_database, {TOPIC: hang}, policy)
    await add_sign_ups(committing_database, 1)

    async with asyncio.timeout(5):
        assert await deliver_due(relay) == 1

    assert (await only_message(committing_database)).last_error == "TimeoutError"


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 2), (2, 4), (5, 32), (11, 2048), (12, 3600)]
)
def test_delay_doubles_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert RetryPolicy().delay(attempts) == timedelta(seconds=seconds)


async def test_delivery_is_logged_without_payload(
    committing_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    configure_logging("INFO", as_json=False, log_sql=False)
    relay = OutboxRelay(committing_database, HANDLERS, POLICY)
    await add_sign_ups(committing_database, 1)

    await deliver_due(relay)

    message = await only_message(committing_database)
    [entry] = [record.__dict__["msg"] for record in caplog.records]
    assert entry["event"] == "outbox_delivered"
    assert (entry["message_id"], entry["topic"], entry["attempts"]) == (
        message.id,
        TOPIC,
        1,
    )
    assert "0@example.com" not in caplog.text


async def test_dead_letter_is_logged_without_payload(
    committing_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    configure_logging("INFO", as_json=False, log_sql=False)
    relay = OutboxRelay(committing_database, {}, RetryPolicy(max_attempts=1))
    async with unit_of_work(committing_database) as session:
        payload = {"email": "ada@example.com"}
        await OutboxService.on(session).add("unheard-of", payload)

    await deliver_due(relay)

    message = await only_message(committing_database)
    entries = [record.__dict__["msg"] for record in caplog.records]
    [entry] = [each for each in entries if each["event"] == "outbox_dead_lettered"]
    assert (entry["message_id"], entry["topic"], entry["attempts"], entry["error"]) == (
        message.id,
        "unheard-of",
        1,
        "KeyError",
    )
    assert "ada@example.com" not in caplog.text


async def test_handler_that_awaits_a_cancelled_task_is_a_failed_delivery(
    committing_database: Database,
) -> None:
    async def await_cancelled(_: AsyncSession, __: Message) -> None:
        other = asyncio.create_task(asyncio.sleep(1))
        other.cancel()
        await other

    relay = OutboxRelay(committing_database, {TOPIC: await_cancelled}, POLICY)
    await add_sign_ups(committing_database, 1)

    assert await deliver_due(relay) == 1
    assert (await only_message(committing_database)).last_error == "CancelledError"


async def test_worker_that_is_cancelled_ends(committing_database: Database) -> None:
    relay = OutboxRelay(committing_database, {TOPIC: hang}, POLICY)
    await add_sign_ups(committing_database, 1)
    worker = asyncio.create_task(relay.deliver_next())
    await asyncio.sleep(0.2)

    worker.cancel()
    await asyncio.wait([worker])

    assert worker.cancelled()


async def test_late_handler_is_cancelled_before_its_lease_expires(
    committing_database: Database,
) -> None:
    policy = RetryPolicy(lease=timedelta(seconds=2))
    relay = OutboxRelay(committing_database, {TOPIC: hang}, policy)
    await add_sign_ups(committing_database, 1)
    lease = await relay.claim()
    assert lease
    message = await relay.read(lease)
    assert message
    await asyncio.sleep(0.9)  # the rows came slowly

    await relay.deliver(lease, message)

    left = lease.until - datetime.now(UTC)
    assert left > timedelta(seconds=0.5)
