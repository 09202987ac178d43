"""A test that injects the clock."""

import time
from collections.abc import Callable


class Code:
    """A code that is valid for `lifetime` seconds by the injected clock."""

    def __init__(
        self, lifetime: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock = clock
        self.expires_at = clock() + lifetime

    def is_valid(self) -> bool:
        """Return whether the code is still valid."""
        return self.clock() < self.expires_at


async def test_code_expires() -> None:
    now = 0.0
    code = Code(lifetime=600, clock=lambda: now)

    now = 599.9
    assert code.is_valid()
    now = 600.0
    assert not code.is_valid()
