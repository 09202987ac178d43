"""A job that never ends, with three jobs behind it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.background import job_without_timeout as wrong
from app.core.database import Database, unit_of_work
from app.outbox.models import OutboxMessage
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.schemas import Message
from app.outbox.service import OutboxService

JOBS = 3
PATIENCE = 0.5  # seconds


async def hang() -> None:
    await asyncio.Event().wait()


async def test_hanging_job_stops_all_later_jobs(
    measured: Callable[[str], None],
) -> None:
    done: list[int] = []

    async def fail() -> None:
        raise ConnectionRefusedError

    async def count() -> None:
        done.append(1)

    queue = asyncio.Queue[Callable[[], Awaitable[None]]]()
    for job in (fail, count, hang, count, count, count):
        queue.put_nowait(job)
    worker = asyncio.create_task(wrong.work(queue))
    await asyncio.sleep(PATIENCE)
    worker.cancel()

    later = len(done) - 1  # one was done before
    assert later == 0
    measured(f"One job hung: {later} of the {JOBS} jobs behind it were done.")


async def test_hanging_job_is_cancelled_and_later_jobs_are_done(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(OutboxMessage.metadata)
    done: list[int] = []

    async def handle(_: AsyncSession, message: Message) -> None:
        number: int = message.payload["number"]
        if number == 0:
            await hang()
        done.append(number)

    async with unit_of_work(database) as session:
        for number in range(JOBS + 1):
            await OutboxService.on(session).add("job", {"number": number})
    policy = RetryPolicy(max_attempts=1, lease=timedelta(seconds=2))
    relay = OutboxRelay(database, {"job": handle}, policy)
    while await relay.deliver_next():
        pass

    assert sorted(done) == [1, 2, 3]
