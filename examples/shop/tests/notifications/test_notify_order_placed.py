from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from workers import deliver_due

from app.core.database import Database, unit_of_work
from app.events import ORDER_PLACED
from app.notifications.models import Notification
from app.notifications.repository import NotificationRepository
from app.notifications.service import NotificationService
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.outbox.models import OutboxMessage
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.schemas import Message
from app.outbox.service import OutboxService
from app.users.models import User

NO_LEASE = RetryPolicy(lease=timedelta(0))


@pytest.fixture
async def user_id(committing_database: Database) -> int:
    ada = User(email="ada@example.com", password_hash="secret")
    async with unit_of_work(committing_database) as session:
        session.add(ada)
    return ada.id


async def place_order(database: Database, user_id: int) -> None:
    """Commit the event that a placed order writes."""
    async with unit_of_work(database) as session:
        payload = {"order_id": 7, "user_id": user_id}
        await OutboxService.on(session).add(ORDER_PLACED, payload)


async def stored(database: Database) -> list[tuple[int, str, str]]:
    async with database.sessions() as session:
        rows = await session.scalars(select(Notification))
        return [(row.user_id, row.kind, row.text) for row in rows]


async def test_placed_order_notifies_its_customer(
    committing_database: Database, user_id: int
) -> None:
    relay = OutboxRelay(committing_database, SUBSCRIPTIONS, RetryPolicy())
    await place_order(committing_database, user_id)

    await deliver_due(relay)

    assert await stored(committing_database) == [
        (user_id, ORDER_PLACED, "Your order 7 has been placed.")
    ]


async def test_unacknowledged_delivery_notifies_once(
    committing_database: Database, user_id: int
) -> None:
    relay = OutboxRelay(committing_database, SUBSCRIPTIONS, RetryPolicy())
    brief = OutboxRelay(committing_database, SUBSCRIPTIONS, NO_LEASE)
    await place_order(committing_database, user_id)
    lease = await brief.claim()
    assert lease is not None
    message = await brief.read(lease)
    assert message is not None
    lease = replace(lease, until=datetime.now(UTC) + timedelta(minutes=1))
    await relay.handle(lease, message)  # and the worker dies before it acknowledges

    await deliver_due(relay)

    assert len(await stored(committing_database)) == 1
    async with committing_database.sessions() as session:
        row = (await session.scalars(select(OutboxMessage))).one()
    assert (row.attempts, row.last_error) == (2, None)
    assert row.delivered_at is not None


async def test_repeated_delivery_leaves_the_transaction_usable(
    committing_database: Database, user_id: int
) -> None:
    await place_order(committing_database, user_id)
    async with unit_of_work(committing_database) as session:
        row = (await session.scalars(select(OutboxMessage))).one()
        service = NotificationService(NotificationRepository(session))
        message = Message(id=row.id, topic=row.topic, payload=row.payload)

        notified = [await service.notify_order_placed(message) for _ in range(2)]

    assert notified == [True, False]
    assert len(await stored(committing_database)) == 1


@pytest.mark.parametrize(
    "payload", [{}, {"order_id": 7}, {"order_id": 7, "user_id": "Ada"}]
)
async def test_invalid_payload_is_refused(
    session: AsyncSession, payload: dict[str, object]
) -> None:
    service = NotificationService(NotificationRepository(session))
    message = Message(id=1, topic=ORDER_PLACED, payload=payload)

    with pytest.raises(ValidationError):
        await service.notify_order_placed(message)


async def test_unknown_customer_raises_integrity_error(
    session: AsyncSession,
) -> None:
    session.add(OutboxMessage(id=1, topic=ORDER_PLACED, payload={}))
    await session.flush()
    payload = {"order_id": 7, "user_id": 404}
    message = Message(id=1, topic=ORDER_PLACED, payload=payload)

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        await NotificationService(NotificationRepository(session)).notify_order_placed(
            message
        )
