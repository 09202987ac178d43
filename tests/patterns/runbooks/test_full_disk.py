"""What the app answers, logs and counts while the disk of PostgreSQL is full."""

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest
from accounts import SIGNING_KEYS, access_token_of
from anyio import to_thread
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from schema import migrate
from servers import PostgresqlServer
from sqlalchemy import URL

from app.config import Settings
from app.main import create_app
from app.users.models import Role
from tests.patterns.runbooks.full_disk import SEGMENT_BYTES, full_disk, psql

FILE = "examples/patterns/runbooks/disk_usage.sql"
ITEMS = "/api/v1/items"
TEA = {"name": "Tea", "price": "4.50", "stock": 3}
FIELDS = ("level", "event", "error", "reason", "failures")
DISCONNECT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
FAILED = f'http_request_seconds_count{{method="POST",route="{ITEMS}",status="503"'
SLOT = "replica_2"
SEGMENTS = 3


@pytest.fixture
async def app(database_url: URL) -> FastAPI:
    """Return the shop on a migrated database."""
    settings = Settings(
        database_url=database_url, catalogue_seconds=0, jwt_keys=SIGNING_KEYS
    )
    await to_thread.run_sync(migrate, settings)
    return create_app(settings)


@asynccontextmanager
async def admin_of(app: FastAPI) -> AsyncGenerator[AsyncClient]:
    """Serve the app; yield a client that may create items."""
    async with LifespanManager(app):
        verified = await access_token_of(
            app.state.database, "ada@example.com", Role.ADMIN
        )
        token = app.state.tokens.issue(verified)
        async with AsyncClient(
            transport=ASGITransport(app),
            base_url="http://test",
            headers={"Authorization": f"Bearer {token}"},
        ) as client:
            yield client


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the entries of outages as JSON."""
    found = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [
        json.dumps({name: entry[name] for name in FIELDS if name in entry})
        for entry in found
        if entry["event"] == "database_unavailable"
    ]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_full_disk_fails_writes_only_and_the_app_needs_no_restart(
    app: FastAPI,
    database_url: URL,
    postgresql: PostgresqlServer,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    name = database_url.database or ""
    path = psql(postgresql, "SELECT pg_relation_filepath('items')", name)
    async with admin_of(app) as admin:
        with full_disk(postgresql.folder / "data" / path):
            write = await admin.post(ITEMS, json=TEA)
            read = await admin.get(ITEMS)
            ready = await admin.get("/ready")
            metrics = (await admin.get("/metrics")).text
        psql(postgresql, DISCONNECT, name)  # the server keeps the file open
        again = await admin.post(ITEMS, json=TEA)

    [entry] = logged(caplog)
    [count] = [line for line in metrics.splitlines() if line.startswith(FAILED)]
    assert (write.status_code, write.json()["code"]) == (503, "database_unavailable")
    assert (read.status_code, ready.status_code, again.status_code) == (200, 200, 201)
    assert "No space left on device" in entry
    answers = [
        f"POST {ITEMS}: {write.status_code} {write.json()['code']}",
        f"GET {ITEMS}: {read.status_code}",
        f"GET /ready: {ready.status_code}",
    ]
    shown = entry.replace(path, "base/16384/16397")
    record_property("shown:signals", "\n".join([*answers, shown, count]))


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
