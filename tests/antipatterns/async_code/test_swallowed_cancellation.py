"""A worker that is cancelled in the middle of a delivery."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

from structlog.testing import capture_logs

from antipatterns.async_code import swallowed_cancellation as wrong
from patterns.async_code import cancellable_loop as right
from tests.antipatterns.logs.loggers import fresh_loggers

MOMENT = 0.01  # seconds
MORE = 3  # deliveries that prove that a worker goes on


class Messages:
    """Fails at the first delivery; each takes a moment."""

    def __init__(self) -> None:
        self.delivered = 0
        self.is_delivering = False

    async def deliver_next(self) -> None:
        """Deliver one message."""
        self.is_delivering = True
        try:
            await asyncio.sleep(MOMENT)
            self.delivered += 1
            if self.delivered == 1:
                raise ConnectionError
        finally:
            self.is_delivering = False


async def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds."""
    while True:
        if condition():
            return
        await asyncio.sleep(MOMENT / 10)


async def count_after_cancel(example: ModuleType) -> tuple[int, list[str]]:
    """Cancel the worker during its third delivery; count the later ones."""
    messages = Messages()
    with fresh_loggers(example), capture_logs() as entries:
        working = asyncio.create_task(example.work(messages.deliver_next, MOMENT))
        await wait_until(lambda: messages.delivered == 2 and messages.is_delivering)
        working.cancel()
        await wait_until(lambda: working.done() or messages.delivered == 2 + MORE)
        await wait_until(lambda: working.done() or not messages.is_delivering)
        working.cancel()  # in its pause
        with suppress(asyncio.CancelledError):
            await working
    return messages.delivered - 2, [entry["event"] for entry in entries]


async def test_worker_goes_on_after_it_was_cancelled(
    measured: Callable[[str], None],
) -> None:
    late, events = await count_after_cancel(wrong)

    assert late == MORE
    assert events == ["delivery_failed", "delivery_failed"]
    measured(
        f"A cancelled worker delivered {late} more messages, until the test ended."
    )


async def test_worker_ends_when_it_is_cancelled() -> None:
    late, events = await count_after_cancel(right)

    assert late == 0
    assert events == ["delivery_failed"]
