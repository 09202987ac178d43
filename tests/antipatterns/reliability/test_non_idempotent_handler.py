"""A message that is delivered twice: the first delivery was not acknowledged."""

from collections.abc import Awaitable, Callable

from sqlalchemy import MetaData, func, select

from antipatterns.reliability import non_idempotent_handler as wrong
from app.core.database import Database, unit_of_work
from app.events import ORDER_PLACED
from app.models import load_models
from app.notifications.models import Notification
from app.notifications.subscriptions import on_order_placed
from app.outbox.models import OutboxMessage
from app.outbox.schemas import Message
from app.users.models import User

HASH = "-"


def message_of(user_id: int, number: int = 1) -> Message:
    payload = {"order_id": 7, "user_id": user_id}
    return Message(id=number, topic=ORDER_PLACED, payload=payload)


async def test_repeated_delivery_notifies_twice(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)

    for _ in range(2):
        async with unit_of_work(database) as session:
            await wrong.on_order_placed(session, message_of(1))

    async with database.sessions() as session:
        notes = await session.scalar(
            select(func.count()).select_from(wrong.Notification)
        )
    assert notes == 2
    measured(f"One event, delivered twice, created {notes} notifications.")


async def test_unique_constraint_allows_one_notification(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    load_models()
    await create_tables(User.metadata)
    user = User(email="ada@example.com", password_hash=HASH)
    outbox = OutboxMessage(topic=ORDER_PLACED, payload={})
    async with unit_of_work(database) as session:
        session.add_all([user, outbox])

    for _ in range(2):
        async with unit_of_work(database) as session:
            await on_order_placed(session, message_of(user.id, outbox.id))

    async with database.sessions() as session:
        count = await session.scalar(select(func.count()).select_from(Notification))
    assert count == 1
