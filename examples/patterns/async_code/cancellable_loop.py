"""A loop that survives failures and ends when it is cancelled."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def work(deliver_next: Callable[[], Awaitable[None]], pause: float) -> None:
    """Deliver messages until the task is cancelled."""
    while True:
        try:
            await deliver_next()
        except Exception:
            logger.exception("delivery_failed")
        await asyncio.sleep(pause)
