"""What the app answers, logs and counts while the disk of PostgreSQL is full."""

from collections.abc import Callable

import pytest
from accounts import SIGNING_KEYS
from anyio import to_thread
from schema import migrate
from servers import PostgresqlServer
from sqlalchemy import URL

from app.config import Settings
from tests.patterns.runbooks.full_disk import SEGMENT_BYTES, full_disk, psql
from tests.patterns.runbooks.signals import (
    TRACE_ID,
    logged,
    report,
    responses,
    watched_shop,
)

FILE = "examples/patterns/runbooks/disk_usage.sql"
ITEMS = "/api/v1/items"
TEA = {"name": "Tea", "price": "4.50", "stock": 3}
FIELDS = ("event", "error", "reason", "failures", "trace_id")
DISCONNECT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
FAILED = responses("POST", ITEMS, 503)
SLOT = "replica_2"
SEGMENTS = 3


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_full_disk_fails_writes_only_and_the_app_needs_no_restart(
    database_url: URL,
    postgresql: PostgresqlServer,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    settings = Settings(
        database_url=database_url, catalogue_seconds=0, jwt_keys=SIGNING_KEYS
    )
    await to_thread.run_sync(migrate, settings)
    name = database_url.database or ""
    path = psql(postgresql, "SELECT pg_relation_filepath('items')", name)
    async with watched_shop(settings) as shop:
        admin, before = shop.client, await shop.scrape()
        with full_disk(postgresql.folder / "data" / path):
            write = await admin.post(ITEMS, json=TEA)
            after, trace = await shop.scrape(), shop.trace()
            read = await admin.get(ITEMS)
            ready = await admin.get("/ready")
        psql(postgresql, DISCONNECT, name)  # the server keeps the file open
        again = await admin.post(ITEMS, json=TEA)

    [entry] = logged(caplog, ["database_unavailable"], FIELDS)
    assert (write.status_code, write.json()["code"]) == (503, "database_unavailable")
    assert (read.status_code, ready.status_code, again.status_code) == (200, 200, 201)
    assert "No space left on device" in entry
    assert TRACE_ID in entry
    assert (before.get(FAILED, 0), after[FAILED]) == (0, 1)
    assert "fastapi.endpoint | ERROR" in trace
    entry = entry.replace(path, "base/16384/16397")
    record_property("shown:signals", report([entry], [(FAILED, before, after)], trace))
    answers = {f"POST {ITEMS}": write, f"GET {ITEMS}": read, "GET /ready": ready}
    lines = [f"{request}: {a.status_code}" for request, a in answers.items()]
    record_property("shown:answers", "\n".join(lines))


def test_query_names_the_slot_that_keeps_the_log(
    postgresql: PostgresqlServer,
    shown: Callable[[str], str],
    record_property: Callable[[str, object], None],
) -> None:
    query = shown(FILE)
    psql(postgresql, "SELECT pg_switch_wal()")
    psql(postgresql, "CHECKPOINT")
    psql(postgresql, f"SELECT pg_create_physical_replication_slot('{SLOT}', true)")
    try:
        for _ in range(SEGMENTS):
            psql(postgresql, "SELECT pg_logical_emit_message(false, 'app', 'x')")
            psql(postgresql, "SELECT pg_switch_wal()")
        rows = psql(postgresql, query).splitlines()
        table = psql(postgresql, query, options=())
    finally:
        psql(postgresql, f"SELECT pg_drop_replication_slot('{SLOT}')")

    [kept] = [row for row in rows if SLOT in row]
    names = [row.partition("|")[0] for row in psql(postgresql, query).splitlines()]
    assert kept.endswith(f"|{SEGMENTS * SEGMENT_BYTES >> 20} MB")
    assert sorted(names) == [
        "database postgres",
        "temporary files",
        "write-ahead log (WAL)",
    ]
    record_property("shown:usage", table)
