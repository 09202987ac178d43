"""A job that sends a mail and then records it, and SIGTERM between the two."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

from antipatterns.background import cancelled_at_sigterm as wrong
from app.worker import poll

PATIENCE = 5  # seconds
type Run = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


async def stop_in_the_middle(run: Run) -> tuple[int, int]:
    """Return how many mails were sent, and how many of them recorded."""
    sent = recorded = 0

    async def send_mail() -> bool:
        nonlocal sent, recorded
        sent += 1
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.05)
        recorded += 1
        return True

    async with asyncio.timeout(PATIENCE):
        await run(send_mail)
    asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
    return sent, recorded


async def test_cancelled_job_is_half_done(measured: Callable[[str], None]) -> None:
    sent, recorded = await stop_in_the_middle(wrong.run)

    assert (sent, recorded) == (1, 0)
    measured(
        f"SIGTERM came during a job: {sent} mail was sent and {recorded} were recorded,"
        " so the next worker sends it again."
    )


async def test_current_job_is_finished_and_no_other_begins() -> None:
    stop = asyncio.Event()

    async def run(work: Callable[[], Awaitable[bool]]) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, stop.set)
        await poll(work, PATIENCE, stop)

    assert await stop_in_the_middle(run) == (1, 1)
