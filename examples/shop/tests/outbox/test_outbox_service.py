import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.core.database import Database, unit_of_work
from app.core.logging import configure_logging
from app.outbox.models import OutboxMessage
from app.outbox.repository import OutboxRepository
from app.outbox.schemas import Message
from app.outbox.service import OutboxService, RetryPolicy
from app.users.models import User

POLICY = RetryPolicy(max_attempts=3)


def events(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [
        (record.levelname, record.__dict__["msg"]["event"])
        for record in caplog.records
        if record.name == "app.outbox.service"
    ]


async def send(database: Database, topic: str = "greeting") -> None:
    async with unit_of_work(database) as session:
        await OutboxRepository(session).add(topic, {"to": "ada@example.com"})


async def only_message(database: Database) -> OutboxMessage:
    async with database.sessions() as session:
        return (await session.scalars(select(OutboxMessage))).one()


async def let_time_pass(database: Database) -> None:
    """Make every message due."""
    async with unit_of_work(database) as session:
        past = datetime.now(UTC) - timedelta(hours=1)
        await session.execute(update(OutboxMessage).values(available_at=past))


async def sign_up(session: AsyncSession, message: Message) -> None:
    session.add(User(email=message.payload["to"], password_hash="secret"))


async def sign_up_and_fail(session: AsyncSession, message: Message) -> None:
    await sign_up(session, message)
    await session.flush()
    raise RuntimeError("out of tea")


async def hang(_: AsyncSession, __: Message) -> None:
    await asyncio.sleep(60)


async def count_users(database: Database) -> int:
    async with database.sessions() as session:
        return len((await session.scalars(select(User.id))).all())


async def test_every_due_message_is_delivered_and_acknowledged(
    committing_database: Database,
) -> None:
    seen: list[int] = []

    async def note(_: AsyncSession, message: Message) -> None:
        seen.append(message.id)

    service = OutboxService(committing_database, {"greeting": note}, POLICY)
    for _ in range(3):
        await send(committing_database)

    tried = [await service.deliver_due() for _ in range(2)]

    assert tried == [3, 0]
    assert len(set(seen)) == 3
    async with committing_database.sessions() as session:
        rows = (await session.scalars(select(OutboxMessage))).all()
    assert [(row.attempts, row.parked_at) for row in rows] == [(1, None)] * 3
    assert all(row.delivered_at for row in rows)


async def test_taken_message_is_out_of_reach_for_the_lease(
    committing_database: Database,
) -> None:
    service = OutboxService(committing_database, {}, POLICY)
    await send(committing_database)
    begin = datetime.now(UTC)

    first, second = [await service.take() for _ in range(2)]

    assert first is not None
    assert second is None
    message = await only_message(committing_database)
    assert message.available_at >= begin + POLICY.lease


async def test_what_the_handler_did_is_committed(committing_database: Database) -> None:
    service = OutboxService(committing_database, {"greeting": sign_up}, POLICY)
    await send(committing_database)

    await service.deliver_due()

    assert await count_users(committing_database) == 1


async def test_failed_delivery_waits_and_leaves_nothing(
    committing_database: Database,
) -> None:
    service = OutboxService(committing_database, {"greeting": sign_up_and_fail}, POLICY)
    await send(committing_database)
    begin = datetime.now(UTC)

    tried = [await service.deliver_due() for _ in range(2)]

    message = await only_message(committing_database)
    assert tried == [1, 0]
    assert await count_users(committing_database) == 0
    assert (message.attempts, message.last_error) == (1, "RuntimeError")
    assert message.available_at >= begin + POLICY.delay(1)
    assert message.delivered_at is None


async def test_failed_delivery_is_repeated_until_it_succeeds(
    committing_database: Database,
) -> None:
    handlers = {"greeting": sign_up_and_fail}
    service = OutboxService(committing_database, handlers, POLICY)
    await send(committing_database)
    await service.deliver_due()

    handlers["greeting"] = sign_up
    await let_time_pass(committing_database)
    await service.deliver_due()

    message = await only_message(committing_database)
    assert (message.attempts, message.last_error) == (2, None)
    assert message.delivered_at is not None
    assert await count_users(committing_database) == 1


@pytest.mark.parametrize("topic", ["greeting", "unheard-of"])
async def test_message_that_keeps_failing_is_parked_where_it_is_seen(
    committing_database: Database, caplog: pytest.LogCaptureFixture, topic: str
) -> None:
    configure_logging(Settings())
    service = OutboxService(committing_database, {"greeting": sign_up_and_fail}, POLICY)
    await send(committing_database, topic)

    for _ in range(POLICY.max_attempts + 1):
        await service.deliver_due()
        await let_time_pass(committing_database)

    message = await only_message(committing_database)
    assert message.attempts == POLICY.max_attempts
    assert message.parked_at is not None
    assert message.last_error in {"RuntimeError", "KeyError"}
    assert events(caplog) == [
        *[("ERROR", "outbox_delivery_failed")] * POLICY.max_attempts,
        ("ERROR", "outbox_parked"),
    ]


async def test_message_that_kills_its_workers_is_parked(
    committing_database: Database,
) -> None:
    service = OutboxService(committing_database, {"greeting": sign_up}, POLICY)
    await send(committing_database)
    for _ in range(POLICY.max_attempts):
        await service.take()  # and nothing more is heard of that worker
        await let_time_pass(committing_database)

    await service.deliver_due()

    message = await only_message(committing_database)
    assert message.parked_at is not None
    assert message.last_error == "Lost"
    assert await count_users(committing_database) == 0


async def test_handler_that_hangs_is_cut_off(committing_database: Database) -> None:
    policy = RetryPolicy(lease=timedelta(seconds=0.2))
    service = OutboxService(committing_database, {"greeting": hang}, policy)
    await send(committing_database)

    async with asyncio.timeout(5):
        assert await service.deliver_due() == 1

    assert (await only_message(committing_database)).last_error == "TimeoutError"


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 2), (2, 4), (5, 32), (11, 2048), (12, 3600)]
)
def test_wait_doubles_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert RetryPolicy().delay(attempts) == timedelta(seconds=seconds)


async def test_log_of_a_delivery_tells_no_payload(
    committing_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    configure_logging(Settings())
    service = OutboxService(committing_database, {"greeting": sign_up}, POLICY)
    await send(committing_database)

    await service.deliver_due()

    assert events(caplog) == [("INFO", "outbox_delivered")]
    assert "ada@example.com" not in caplog.text


async def test_log_of_a_parked_message_names_it_without_its_payload(
    committing_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    configure_logging(Settings())
    service = OutboxService(committing_database, {}, RetryPolicy(max_attempts=1))
    await send(committing_database)

    await service.deliver_due()

    message = await only_message(committing_database)
    entries = [record.__dict__["msg"] for record in caplog.records]
    [parked] = [entry for entry in entries if entry["event"] == "outbox_parked"]
    named = (parked["id"], parked["topic"], parked["attempts"])
    assert named == (message.id, "greeting", 1)
    assert "ada@example.com" not in caplog.text
