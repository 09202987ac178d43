# /// bad
# ast-grep = ["JOB-004"]
# harm = "tests/antipatterns/background/test_scheduler_in_app.py::test_each_worker_sends_the_report"
# right = "examples/patterns/background/scheduled_run.py"
# ///
"""A daily job that each worker process starts."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI

DAY = 24 * 60 * 60  # seconds


async def send_daily(send_report: Callable[[], Awaitable[None]]) -> None:
    """Send the report every day."""
    while True:
        await send_report()
        await asyncio.sleep(DAY)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Run the job beside the requests."""
    job = asyncio.create_task(send_daily(app.state.send_report))
    yield
    job.cancel()
