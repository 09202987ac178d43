# /// bad
# ast-grep = ["JOB-005"]
# harm = "tests/antipatterns/background/test_job_without_timeout.py::test_hanging_job_stops_all_later_jobs"
# right = "examples/shop/app/outbox/relay.py"
# ///
"""A worker that waits for each job as long as it takes."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def work(queue: asyncio.Queue[Callable[[], Awaitable[None]]]) -> None:
    """Run the queued jobs, one after the other."""
    while True:
        job = await queue.get()
        try:
            await job()
        except Exception:
            logger.exception("job_failed")
