"""Several worker processes, and one that is killed."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from sign_ups import add_sign_ups, count_accounts
from sqlalchemy import select, text
from workers import (
    count_pending,
    database_variable,
    wait_until_counted,
    worker_processes,
)

from app.config import Settings
from app.core.database import Database
from app.outbox.models import OutboxMessage

pytestmark = pytest.mark.processes

DELIVERED = re.compile(r"outbox_delivered.*?\bmessage_id=(\d+)")
HOLD_ACKNOWLEDGEMENT = [
    """CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END $$""",
    """CREATE TRIGGER hold BEFORE UPDATE ON outbox_messages FOR EACH ROW
    WHEN (NEW.delivered_at IS NOT NULL) EXECUTE FUNCTION hold()""",
]
RELEASE = ["DROP TRIGGER hold ON outbox_messages", "DROP FUNCTION hold"]


@asynccontextmanager
async def acknowledgement_held(database: Database) -> AsyncGenerator[None]:
    """Block every acknowledgement until the end of the block."""
    async with database.engine.begin() as connection:
        for statement in HOLD_ACKNOWLEDGEMENT:
            await connection.execute(text(statement))
    async with database.engine.connect() as connection, connection.begin():
        await connection.execute(text("SELECT pg_advisory_xact_lock(1)"))
        yield
    async with database.engine.begin() as connection:
        for statement in RELEASE:
            await connection.execute(text(statement))


async def test_two_workers_share_messages_and_deliver_each_once(
    settings: Settings, committing_database: Database
) -> None:
    count = 500  # so many take longer than the second after which the other one looks
    with worker_processes(2, database_variable(settings.database_url)) as workers:
        await add_sign_ups(committing_database, count)
        await wait_until_counted(count_pending, committing_database, 0)
        statuses = [worker.stop() for worker in workers]
        delivered = [DELIVERED.findall(worker.log) for worker in workers]

    assert statuses == [0, 0]
    assert sorted(len(set(ids)) for ids in delivered) == sorted(map(len, delivered))
    assert len({*delivered[0], *delivered[1]}) == count
    assert min(map(len, delivered)) > 0
    assert await count_accounts(committing_database) == count
    async with committing_database.sessions() as session:
        attempts = await session.scalars(select(OutboxMessage.attempts))
        assert set(attempts) == {1}


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_message_of_worker_killed_before_acknowledgement_has_one_effect(
    settings: Settings, committing_database: Database
) -> None:
    variables = database_variable(settings.database_url) | {"APP_OUTBOX_LEASE": "2"}
    await add_sign_ups(committing_database, 1)
    async with acknowledgement_held(committing_database):
        with worker_processes(1, variables) as [worker]:
            await wait_until_counted(count_accounts, committing_database, 1)
            worker.kill()
            acknowledged = "outbox_delivered" in worker.log
    pending = await count_pending(committing_database)
    with worker_processes(1, variables):
        await wait_until_counted(count_pending, committing_database, 0)

    assert not acknowledged
    assert pending == 1
    assert await count_accounts(committing_database) == 1
    async with committing_database.sessions() as session:
        row = (await session.scalars(select(OutboxMessage))).one()
    assert (row.attempts, row.dead_lettered_at) == (2, None)
