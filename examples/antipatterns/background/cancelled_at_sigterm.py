# /// bad
# ast-grep = ["JOB-007"]
# harm = "tests/antipatterns/background/test_cancelled_at_sigterm.py::test_cancelled_job_is_half_done"
# right = "examples/shop/app/worker.py"
# ///
"""A worker that SIGTERM cancels in the middle of a job."""

import asyncio
import signal
from collections.abc import Awaitable, Callable


async def poll(work: Callable[[], Awaitable[bool]]) -> None:
    """Work without an end."""
    while True:
        await work()


async def run(work: Callable[[], Awaitable[bool]]) -> None:
    """Work until SIGTERM."""
    polling = asyncio.create_task(poll(work))
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, polling.cancel)
    await asyncio.wait([polling])
