# /// bad
# ast-grep = ["TEST-013"]
# harm = "tests/antipatterns/testing/test_sleeps_until_expiry.py::test_paused_machine_fails_the_sleeping_test"
# right = "examples/patterns/testing/injected_clock.py"
# ///
"""A test that sleeps until a code expires."""

import time
from asyncio import sleep


class Code:
    """A code that is valid for `lifetime` seconds."""

    def __init__(self, lifetime: float) -> None:
        self.expires_at = time.monotonic() + lifetime

    def is_valid(self) -> bool:
        """Return whether the code is still valid."""
        return time.monotonic() < self.expires_at


async def test_code_expires() -> None:
    code = Code(lifetime=0.1)

    await sleep(0.05)
    assert code.is_valid()
    await sleep(0.06)
    assert not code.is_valid()
