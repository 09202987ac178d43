import asyncio
import time
from collections.abc import Callable

import pytest

from antipatterns.testing import waits_for_expiry
from patterns.testing import given_clock

type Measured = Callable[[str], None]

PAUSE = 0.2


def pause_the_machine() -> None:
    """Let the process stand still soon, as on a busy runner."""
    asyncio.get_running_loop().call_later(0.01, time.sleep, PAUSE)


class Calm:
    """A machine on which every sleep takes exactly its time."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        """Return the seconds since the test began."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let them pass at once."""
        self.now += seconds


async def test_pause_of_the_machine_breaks_it(
    monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    with monkeypatch.context() as patch:
        calm = Calm()
        patch.setattr(waits_for_expiry, "time", calm)
        patch.setattr(waits_for_expiry, "sleep", calm.sleep)
        await waits_for_expiry.test_code_expires()
    pause_the_machine()

    with pytest.raises(AssertionError):
        await waits_for_expiry.test_code_expires()

    measured(
        "Passed where every sleep took its exact time; "
        f"a pause of {PAUSE * 1000:.0f} ms turned it red."
    )


async def test_given_clock_does_not_mind() -> None:
    pause_the_machine()

    await given_clock.test_code_expires()
    await asyncio.sleep(0.02)
    assert given_clock.Code(lifetime=60).is_valid()
