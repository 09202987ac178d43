"""How many callers' windows are looked at for one request."""

import asyncio
from collections.abc import Callable
from typing import Any, override

from limits import RateLimitItemPerMinute

from antipatterns.performance.sweeping_counter import RateLimiter
from app.core.rate_limits import WindowCounter

CALLERS = 500
RATE = RateLimitItemPerMinute(10)


class Watched[K, V](dict[K, V]):
    """Counts how often a value is looked up in it."""

    looked = 0

    @override
    def __getitem__(self, key: K) -> V:
        self.looked += 1
        return super().__getitem__(key)

    @override
    def get(self, key: K, default: Any = None) -> Any:
        self.looked += 1
        return super().get(key, default)


async def test_each_request_looks_at_all_callers(
    measured: Callable[[str], None],
) -> None:
    limiter = RateLimiter()
    for number in range(CALLERS):
        await limiter.is_allowed(RATE, f"caller-{number}")
    await asyncio.sleep(0)
    windows = Watched(limiter.storage.expirations)
    limiter.storage.expirations = windows

    assert await limiter.is_allowed(RATE, "caller-0")
    await asyncio.sleep(0)

    assert windows.looked > CALLERS
    measured(f"With {CALLERS} callers, one request looked {windows.looked} times.")


async def test_a_request_looks_at_its_own_window() -> None:
    counter = WindowCounter()
    for number in range(CALLERS):
        counter.count(RATE, f"caller-{number}")
    windows = Watched(counter.windows)
    counter.windows = windows

    assert counter.count(RATE, "caller-0") == 0
    assert windows.looked == 1
