from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.notifications.models import Notification
from app.notifications.repository import NotificationRepository
from app.notifications.service import NotificationService
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.outbox.models import OutboxMessage
from app.outbox.repository import OutboxRepository
from app.outbox.schemas import ORDER_PLACED, Message
from app.outbox.service import OutboxService, RetryPolicy
from app.users.models import User

NO_LEASE = RetryPolicy(lease=timedelta(0))


@pytest.fixture
async def user_id(committing_database: Database) -> int:
    ada = User(email="ada@example.com", password_hash="secret")
    async with unit_of_work(committing_database) as session:
        session.add(ada)
    return ada.id


async def place_order(database: Database, user_id: int) -> None:
    """Send what the placing of an order sends."""
    async with unit_of_work(database) as session:
        payload = {"order_id": 7, "user_id": user_id}
        await OutboxRepository(session).add(ORDER_PLACED, payload)


async def stored(database: Database) -> list[tuple[int, str, str]]:
    async with database.sessions() as session:
        rows = await session.scalars(select(Notification))
        return [(row.user_id, row.kind, row.text) for row in rows]


async def test_order_is_told_to_its_customer(
    committing_database: Database, user_id: int
) -> None:
    service = OutboxService(committing_database, SUBSCRIPTIONS, RetryPolicy())
    await place_order(committing_database, user_id)

    await service.deliver_due()

    assert await stored(committing_database) == [
        (user_id, ORDER_PLACED, "Your order 7 has been placed.")
    ]


async def test_delivery_that_was_never_acknowledged_tells_once(
    committing_database: Database, user_id: int
) -> None:
    service = OutboxService(committing_database, SUBSCRIPTIONS, RetryPolicy())
    brief = OutboxService(committing_database, SUBSCRIPTIONS, NO_LEASE)
    await place_order(committing_database, user_id)
    message = await brief.take()
    assert message is not None
    await service.handle(message)  # and dies before it can acknowledge

    await service.deliver_due()

    assert len(await stored(committing_database)) == 1
    async with committing_database.sessions() as session:
        row = (await session.scalars(select(OutboxMessage))).one()
    assert (row.attempts, row.last_error) == (2, None)
    assert row.delivered_at is not None


async def test_repeated_delivery_keeps_the_unit_of_work_alive(
    committing_database: Database, user_id: int
) -> None:
    await place_order(committing_database, user_id)
    async with unit_of_work(committing_database) as session:
        row = (await session.scalars(select(OutboxMessage))).one()
        service = NotificationService(NotificationRepository(session))
        message = Message(id=row.id, topic=row.topic, payload=row.payload, attempts=1)

        told = [await service.tell_of_order(message) for _ in range(2)]

    assert told == [True, False]
    assert len(await stored(committing_database)) == 1


@pytest.mark.parametrize(
    "payload", [{}, {"order_id": 7}, {"order_id": 7, "user_id": "Ada"}]
)
async def test_payload_that_says_too_little_is_refused(
    session: AsyncSession, payload: dict[str, object]
) -> None:
    service = NotificationService(NotificationRepository(session))
    message = Message(id=1, topic=ORDER_PLACED, payload=payload, attempts=1)

    with pytest.raises(ValidationError):
        await service.tell_of_order(message)


async def test_customer_that_does_not_exist_is_no_repetition(
    session: AsyncSession,
) -> None:
    session.add(OutboxMessage(id=1, topic=ORDER_PLACED, payload={}))
    await session.flush()
    payload = {"order_id": 7, "user_id": 404}
    message = Message(id=1, topic=ORDER_PLACED, payload=payload, attempts=1)

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        await NotificationService(NotificationRepository(session)).tell_of_order(
            message
        )
