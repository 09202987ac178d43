# /// bad
# harm = "tests/antipatterns/testing/test_waits_for_expiry.py::test_pause_of_the_machine_breaks_it"
# right = "examples/patterns/testing/given_clock.py"
# ///
"""A test of a lifetime that waits for the time to pass."""

import time
from asyncio import sleep


class Code:
    """A code that is good for so many seconds."""

    def __init__(self, lifetime: float) -> None:
        self.expires_at = time.monotonic() + lifetime

    def is_valid(self) -> bool:
        """Tell whether it may still be used."""
        return time.monotonic() < self.expires_at


async def test_code_expires() -> None:
    code = Code(lifetime=0.1)

    await sleep(0.05)
    assert code.is_valid()
    await sleep(0.06)
    assert not code.is_valid()
