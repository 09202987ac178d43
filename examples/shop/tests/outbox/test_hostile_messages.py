"""No content of a row stops the relay: other messages go on, and this one ends."""

from dataclasses import dataclass

import pytest
from sign_ups import HANDLERS, add_sign_ups, count_accounts
from sqlalchemy import text
from workers import deliver_due, make_due

from app.core.database import Database, unit_of_work
from app.core.logging import configure_logging
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.outbox.relay import OutboxRelay, RetryPolicy

PRIVATE = "ada@example.com"
POLICY = RetryPolicy(max_attempts=3)
INSERT = """INSERT INTO outbox_messages (topic, payload, request_id, available_at)
VALUES (:topic, :payload, :request_id, '2000-01-01 00:00:00')"""


@dataclass(frozen=True)
class Row:
    """What a broken writer, or an older version of the app, has stored."""

    payload: str | bytes
    topic: str | bytes = "order_placed"
    request_id: str | bytes | None = None


JSON_ROWS = {
    "list": Row("[1]"),
    "null": Row("null"),
    "text": Row(f'"{PRIVATE}"'),
    "number": Row("7"),
    "missing-keys": Row(f'{{"email": "{PRIVATE}"}}'),
    "wrong-types": Row(f'{{"order_id": "{PRIVATE}", "user_id": []}}'),
    "unknown-user": Row('{"order_id": 1, "user_id": 404}'),
    "id-beyond-64-bits": Row('{"order_id": 1, "user_id": 99999999999999999999}'),
    "infinite-id": Row('{"order_id": 1, "user_id": 1e400}'),
    "integer-beyond-the-parser": Row(f'{{"order_id": {"9" * 5000}}}'),
    "ten-megabytes": Row(f'{{"order_id": "{"x" * 10_000_000}"}}'),
    "deep": Row("[" * 2000 + "]" * 2000),
    "escaped-nul": Row(r'{"order_id": 1, "user_id": "\u0000"}'),
    "half-a-surrogate": Row(r'{"order_id": 1, "user_id": "\ud800"}'),
    "unknown-topic": Row("{}", topic="unheard-of"),
    "empty-topic": Row("{}", topic=""),
    "line-break-in-request-id": Row("[1]", request_id="one\r\ntwo"),
}
SQLITE_ROWS = {
    "no-json": Row("{"),
    "empty": Row(""),
    "too-deep": Row("[" * 200_000),
    "bytes": Row(b"\xff\x00"),
    "topic-of-bytes": Row("{}", topic=b"\xff"),
    "request-id-of-bytes": Row("{}", request_id=b"\xff"),
}


async def store(database: Database, row: Row) -> None:
    """Insert the row with the highest priority, past the app's own writer."""
    cast = "CAST(:payload AS json)"
    if database.engine.dialect.name == "sqlite":
        cast = "CAST(:payload AS text)"  # so that the driver has to decode bytes
    async with unit_of_work(database) as session:
        await session.execute(text(INSERT.replace(":payload", cast)), vars(row))


async def assert_ends_as_dead_letter(database: Database, row: Row) -> None:
    """Deliver until nothing is due; the last attempt makes it a dead letter."""
    relay = OutboxRelay(database, {**HANDLERS, **SUBSCRIPTIONS}, POLICY)
    await store(database, row)
    await add_sign_ups(database, 2)

    tried = [await deliver_due(relay)]
    for _ in range(POLICY.max_attempts):
        await make_due(database)
        tried.append(await deliver_due(relay))

    # On a slow machine a retry is due before the first round has ended.
    assert (sum(tried), tried[-1]) == (POLICY.max_attempts + 2, 0)
    assert await count_accounts(database) == 2
    async with database.sessions() as session:
        found = await session.execute(
            text(
                "SELECT attempts, delivered_at IS NULL, dead_lettered_at IS NOT NULL"
                " FROM outbox_messages ORDER BY id"
            )
        )
    assert [tuple(one) for one in found] == [(3, True, True), *[(1, False, False)] * 2]


@pytest.mark.parametrize("name", JSON_ROWS)
async def test_hostile_row_ends_as_dead_letter(
    committing_database: Database, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    configure_logging("INFO", as_json=False, log_sql=False)

    await assert_ends_as_dead_letter(committing_database, JSON_ROWS[name])

    assert caplog.text.count("outbox_dead_lettered") == 1
    assert PRIVATE not in caplog.text


async def test_unreadable_message_is_logged_with_the_error(
    committing_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    configure_logging("INFO", as_json=False, log_sql=False)
    await store(committing_database, JSON_ROWS["integer-beyond-the-parser"])

    await deliver_due(OutboxRelay(committing_database, HANDLERS, POLICY))

    entries = [record.__dict__["msg"] for record in caplog.records]
    assert [entry["event"] for entry in entries] == ["outbox_message_unreadable"]
    async with committing_database.sessions() as session:
        error = await session.scalar(text("SELECT last_error FROM outbox_messages"))
    assert error == "ValueError"


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", SQLITE_ROWS)
async def test_row_that_sqlite_accepts_ends_as_dead_letter(
    committing_database: Database, name: str
) -> None:
    await assert_ends_as_dead_letter(committing_database, SQLITE_ROWS[name])
