import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.core.database import Database, unit_of_work
from app.core.idempotency import IdempotencyKey, delete_expired_keys
from app.notifications.models import Notification
from app.outbox.models import OutboxMessage
from app.outbox.service import delete_expired_messages
from app.retention import DeleteExpired, Retention, purge, retentions
from app.sessions.models import AuthSession, RefreshToken
from app.sessions.service import delete_expired_sessions
from app.users.models import User

NOW = datetime.now(UTC)
LONG_AGO, YESTERDAY = NOW - timedelta(days=60), NOW - timedelta(days=1)
type Values = tuple[object, ...]


def message(**values: object) -> OutboxMessage:
    return OutboxMessage(topic="tea", payload={}, **values)


def login(user: User, expires_at: datetime) -> AuthSession:
    return AuthSession(
        user_id=user.id,
        created_at=LONG_AGO,
        last_used_at=LONG_AGO,
        expires_at=expires_at,
    )


async def store(session: AsyncSession, *rows: object) -> None:
    session.add_all(rows)
    await session.flush()


async def purge_all(database: Database, settings: Settings) -> None:
    """Purge each table until nothing is left, as the worker does."""
    for retention in retentions(settings):
        while await purge(database, retention):
            pass


async def count_sessions(database: Database) -> int:
    async with database.sessions() as session:
        return len((await session.scalars(select(AuthSession.id))).all())


@pytest.fixture
async def ada(committing_database: Database) -> User:
    ada = User(email="ada@example.com", password_hash="secret")
    async with unit_of_work(committing_database) as session:
        session.add(ada)
    return ada


async def test_delivered_messages_are_deleted_and_their_notifications_stay(
    settings: Settings, committing_database: Database, ada: User
) -> None:
    old, new = message(delivered_at=LONG_AGO), message(delivered_at=YESTERDAY)
    dead, pending = message(dead_lettered_at=LONG_AGO), message(created_at=LONG_AGO)
    async with unit_of_work(committing_database) as session:
        await store(session, old, new, dead, pending)
        values = {"user_id": ada.id, "kind": "tea", "text": "Ready."}
        await store(session, Notification(outbox_message_id=old.id, **values))

    await purge_all(committing_database, settings)

    async with committing_database.sessions() as session:
        kept = (await session.scalars(select(OutboxMessage.id))).all()
        notification = (await session.scalars(select(Notification))).one()
    assert set(kept) == {new.id, dead.id, pending.id}
    assert (notification.text, notification.outbox_message_id) == ("Ready.", None)


async def test_expired_sessions_are_deleted_with_their_tokens(
    settings: Settings, committing_database: Database, ada: User
) -> None:
    old, new = login(ada, LONG_AGO), login(ada, YESTERDAY)
    async with unit_of_work(committing_database) as session:
        await store(session, old, new)
        tokens = [
            RefreshToken(session_id=i, token_hash=str(i)) for i in (old.id, new.id)
        ]
        await store(session, *tokens)

    await purge_all(committing_database, settings)

    async with committing_database.sessions() as session:
        assert (await session.scalars(select(AuthSession.id))).all() == [new.id]
        assert (await session.scalars(select(RefreshToken.session_id))).all() == [
            new.id
        ]


async def test_expired_idempotency_keys_are_deleted(
    settings: Settings, committing_database: Database, ada: User
) -> None:
    async with unit_of_work(committing_database) as session:
        await store(
            session,
            *[
                IdempotencyKey(
                    owner_id=ada.id, key=key, fingerprint="", created_at=created_at
                )
                for key, created_at in (("old", LONG_AGO), ("new", YESTERDAY))
            ],
        )

    await purge_all(committing_database, settings)

    async with committing_database.sessions() as session:
        assert (await session.scalars(select(IdempotencyKey.key))).all() == ["new"]


async def test_each_transaction_deletes_one_batch(
    committing_database: Database, ada: User
) -> None:
    retention = Retention("auth_sessions", 0, delete_expired_sessions)
    async with unit_of_work(committing_database) as session:
        await store(session, *[login(ada, LONG_AGO) for _ in range(5)])

    steps: list[tuple[bool, int]] = []
    for _ in range(3):
        is_more = await purge(committing_database, retention, batch=2)
        steps.append((is_more, await count_sessions(committing_database)))

    assert steps == [(True, 3), (True, 1), (False, 0)]


async def test_concurrent_purges_delete_each_row_once(
    committing_database: Database, ada: User
) -> None:
    retention = Retention("auth_sessions", 0, delete_expired_sessions)
    async with unit_of_work(committing_database) as session:
        await store(session, *[login(ada, LONG_AGO) for _ in range(40)])

    async def purge_until_done() -> None:
        while await purge(committing_database, retention, batch=5):
            pass

    async with asyncio.TaskGroup() as workers:
        for _ in range(4):
            workers.create_task(purge_until_done())

    assert await count_sessions(committing_database) == 0


async def plan_of(session: AsyncSession, delete: DeleteExpired) -> str:
    """Return the query plan, with sequential scans and sorts disabled."""
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
    await delete(session, NOW, 1)
    event.remove(connection.sync_connection, "before_cursor_execute", note)
    [(statement, values)] = asked
    rows = await connection.exec_driver_sql(f"{explain} {statement}", values)
    return str(rows.all())


@pytest.mark.parametrize(
    ("delete", "index"),
    [
        (delete_expired_messages, "ix_outbox_messages_delivered_at"),
        (delete_expired_keys, "ix_idempotency_keys_created_at"),
    ],
)
async def test_expired_rows_are_found_by_an_index(
    session: AsyncSession, delete: DeleteExpired, index: str
) -> None:
    assert index in await plan_of(session, delete)


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_locked_row_is_left_for_the_next_purge(
    committing_database: Database, ada: User
) -> None:
    retention = Retention("auth_sessions", 0, delete_expired_sessions)
    held, free = login(ada, LONG_AGO), login(ada, LONG_AGO)
    async with unit_of_work(committing_database) as session:
        await store(session, held, free)

    async with unit_of_work(committing_database) as session:
        await session.get(AuthSession, held.id, with_for_update=True)
        await purge(committing_database, retention)
        left = [await count_sessions(committing_database)]
    await purge(committing_database, retention)
    left.append(await count_sessions(committing_database))

    assert left == [1, 0]
