import asyncio
import time
from collections.abc import Callable

import pytest

from antipatterns.testing import sleeps_until_expiry
from patterns.testing import injected_clock

type Measured = Callable[[str], None]

PAUSE = 0.2


def pause_the_machine() -> None:
    """Block the process in a moment, as a busy runner does."""
    asyncio.get_running_loop().call_later(0.01, time.sleep, PAUSE)


class Calm:
    """A machine on which every sleep takes exactly as long as asked."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        """Return the seconds since the test began."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Advance the clock without waiting."""
        self.now += seconds


async def test_paused_machine_fails_the_sleeping_test(
    monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    with monkeypatch.context() as patch:
        calm = Calm()
        patch.setattr(sleeps_until_expiry, "time", calm)
        patch.setattr(sleeps_until_expiry, "sleep", calm.sleep)
        await sleeps_until_expiry.test_code_expires()
    pause_the_machine()

    started = time.monotonic()
    with pytest.raises(AssertionError):
        await sleeps_until_expiry.test_code_expires()
    paused = time.monotonic() - started

    measured(
        "Passed while every sleep took exactly as long as asked; "
        f"failed while the machine paused for {paused:.1f} s."
    )


async def test_injected_clock_survives_a_paused_machine() -> None:
    pause_the_machine()

    await injected_clock.test_code_expires()
    await asyncio.sleep(0.02)
    assert injected_clock.Code(lifetime=60).is_valid()
