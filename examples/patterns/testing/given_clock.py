"""A test of a lifetime that says what time it is."""

import time
from collections.abc import Callable


class Code:
    """A code that is good for so many seconds, by the clock it is given."""

    def __init__(
        self, lifetime: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock = clock
        self.expires_at = clock() + lifetime

    def is_valid(self) -> bool:
        """Tell whether it may still be used."""
        return self.clock() < self.expires_at


async def test_code_expires() -> None:
    now = 0.0
    code = Code(lifetime=600, clock=lambda: now)

    now = 599.9
    assert code.is_valid()
    now = 600.0
    assert not code.is_valid()
