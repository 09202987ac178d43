"""Two worker processes that start at the same moment."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.background import scheduler_in_app as wrong
from app.core.database import Database
from patterns.background import scheduled_run as right

WORKERS = 2
TODAY = date(2026, 11, 27)


async def test_each_worker_sends_the_report(measured: Callable[[str], None]) -> None:
    sent: list[FastAPI] = []

    async def start_worker() -> None:
        app = FastAPI(lifespan=wrong.lifespan)

        async def send_report() -> None:
            sent.append(app)

        app.state.send_report = send_report
        async with LifespanManager(app):
            await asyncio.sleep(0.05)

    await asyncio.gather(*[start_worker() for _ in range(WORKERS)])

    assert len(sent) == WORKERS
    measured(f"{WORKERS} workers sent the report of one day {len(sent)} times.")


async def test_one_worker_sends_the_report(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(right.Base.metadata)
    sent: list[AsyncSession] = []

    async def send_report(session: AsyncSession) -> None:
        sent.append(session)

    async def start_worker() -> bool:
        return await right.run_daily(database, "report", TODAY, send_report)

    did_work = await asyncio.gather(*[start_worker() for _ in range(WORKERS)])

    assert sorted(did_work) == [False, True]
    assert len(sent) == 1
