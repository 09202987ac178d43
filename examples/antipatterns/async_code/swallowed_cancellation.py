# /// bad
# ast-grep = ["ASY-005"]
# harm = "tests/antipatterns/async_code/test_swallowed_cancellation.py::test_worker_goes_on_after_it_was_cancelled"
# right = "examples/patterns/async_code/cancellable_loop.py"
# ///
"""A loop that catches its own cancellation."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def work(deliver_next: Callable[[], Awaitable[None]], pause: float) -> None:
    """Deliver messages until the task is cancelled."""
    while True:
        try:
            await deliver_next()
        except BaseException:
            logger.exception("delivery_failed")
        await asyncio.sleep(pause)
