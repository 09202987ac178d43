from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.models import AuthSession, RefreshToken
from app.auth.service import forget_sessions
from app.config import Settings
from app.core.database import Database, unit_of_work
from app.notifications.models import Notification
from app.orders.models import IdempotencyKey
from app.orders.service import forget_keys
from app.outbox.models import OutboxMessage
from app.outbox.service import forget_messages
from app.retention import Forget, forget_all, purge
from app.users.models import User
from app.worker import PURGE, create_broker

NOW = datetime.now(UTC)
LONG_AGO, YESTERDAY = NOW - timedelta(days=60), NOW - timedelta(days=1)
type Values = tuple[object, ...]


def message(**values: object) -> OutboxMessage:
    return OutboxMessage(topic="tea", payload={}, **values)


def login(user: User, expires_at: datetime) -> AuthSession:
    return AuthSession(
        user_id=user.id,
        token_version=1,
        created_at=LONG_AGO,
        last_used_at=LONG_AGO,
        expires_at=expires_at,
    )


async def store(session: AsyncSession, *rows: object) -> None:
    session.add_all(rows)
    await session.flush()


@pytest.fixture
async def ada(committing_database: Database) -> User:
    ada = User(email="ada@example.com", password_hash="secret")
    async with unit_of_work(committing_database) as session:
        session.add(ada)
    return ada


async def test_delivered_messages_go_and_what_they_told_stays(
    settings: Settings, committing_database: Database, ada: User
) -> None:
    old, new = message(delivered_at=LONG_AGO), message(delivered_at=YESTERDAY)
    parked, pending = message(parked_at=LONG_AGO), message(created_at=LONG_AGO)
    async with unit_of_work(committing_database) as session:
        await store(session, old, new, parked, pending)
        told = {"user_id": ada.id, "kind": "tea", "text": "Ready."}
        await store(session, Notification(outbox_message_id=old.id, **told))

    found = await purge(committing_database, settings)

    assert found["outbox_messages"] == 1
    async with committing_database.sessions() as session:
        kept = (await session.scalars(select(OutboxMessage.id))).all()
        notification = (await session.scalars(select(Notification))).one()
    assert set(kept) == {new.id, parked.id, pending.id}
    assert (notification.text, notification.outbox_message_id) == ("Ready.", None)


async def test_logins_go_with_their_tokens_when_they_have_long_ended(
    settings: Settings, committing_database: Database, ada: User
) -> None:
    old, new = login(ada, LONG_AGO), login(ada, YESTERDAY)
    async with unit_of_work(committing_database) as session:
        await store(session, old, new)
        tokens = [
            RefreshToken(session_id=i, token_hash=str(i)) for i in (old.id, new.id)
        ]
        await store(session, *tokens)

    found = await purge(committing_database, settings)

    assert found["auth_sessions"] == 1
    async with committing_database.sessions() as session:
        assert (await session.scalars(select(AuthSession.id))).all() == [new.id]
        assert (await session.scalars(select(RefreshToken.session_id))).all() == [
            new.id
        ]


async def test_idempotency_keys_go_when_no_retry_can_come(
    settings: Settings, committing_database: Database, ada: User
) -> None:
    async with unit_of_work(committing_database) as session:
        await store(
            session,
            *[
                IdempotencyKey(
                    user_id=ada.id, key=key, request_hash="", created_at=created_at
                )
                for key, created_at in (("old", LONG_AGO), ("new", YESTERDAY))
            ],
        )

    found = await purge(committing_database, settings)

    assert found["idempotency_keys"] == 1
    async with committing_database.sessions() as session:
        assert (await session.scalars(select(IdempotencyKey.key))).all() == ["new"]


@pytest.mark.usefixtures("committing_database")
async def test_worker_purges_as_a_task(settings: Settings) -> None:
    broker = create_broker(settings)
    task = broker.find_task(PURGE)
    assert task is not None

    await broker.startup()
    result = await (await task.kiq()).get_result()
    await broker.shutdown()

    assert result.return_value == dict.fromkeys(
        ["outbox_messages", "auth_sessions", "idempotency_keys"], 0
    )


async def test_each_transaction_deletes_a_few(
    committing_database: Database, ada: User
) -> None:
    asked: list[int] = []

    async def forget(session: AsyncSession, before: datetime, limit: int) -> int:
        asked.append(await forget_sessions(session, before, limit))
        return asked[-1]

    async with unit_of_work(committing_database) as session:
        await store(session, *[login(ada, LONG_AGO) for _ in range(5)])

    total = await forget_all(committing_database, forget, NOW, batch=2)

    assert (total, asked) == (5, [2, 2, 1])


async def plan_of(session: AsyncSession, forget: Forget) -> str:
    """Return how the database finds the rows, if nothing keeps it from an index."""
    asked: list[tuple[str, Values]] = []

    def note(_: object, __: object, sql: str, values: Values, *___: object) -> None:
        asked.append((sql, values))

    connection = await session.connection()
    explain = "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":
        explain = "EXPLAIN"
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        await session.execute(text("SET LOCAL enable_sort = off"))
    event.listen(connection.sync_connection, "before_cursor_execute", note)
    await forget(session, NOW, 1)
    event.remove(connection.sync_connection, "before_cursor_execute", note)
    [(statement, values)] = asked
    rows = await connection.exec_driver_sql(f"{explain} {statement}", values)
    return str(rows.all())


@pytest.mark.parametrize(
    ("forget", "index"),
    [
        (forget_messages, "ix_outbox_messages_delivered_at"),
        (forget_keys, "ix_idempotency_keys_created_at"),
    ],
)
async def test_what_is_old_is_found_by_an_index(
    session: AsyncSession, forget: Forget, index: str
) -> None:
    assert index in await plan_of(session, forget)


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_row_that_is_held_is_left_for_the_next_time(
    settings: Settings, committing_database: Database, ada: User
) -> None:
    held, free = login(ada, LONG_AGO), login(ada, LONG_AGO)
    async with unit_of_work(committing_database) as session:
        await store(session, held, free)

    async with unit_of_work(committing_database) as session:
        await session.get(AuthSession, held.id, with_for_update=True)
        found = [await purge(committing_database, settings)]
    found.append(await purge(committing_database, settings))

    assert [each["auth_sessions"] for each in found] == [1, 1]
