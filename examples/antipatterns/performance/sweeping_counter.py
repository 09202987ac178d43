# /// bad
# harm = "tests/antipatterns/performance/test_sweeping_counter.py::test_each_request_looks_at_all_callers"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""A limiter that tidies up at each request."""

from limits import RateLimitItem
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter


class RateLimiter:
    """Counts in the memory of this process."""

    def __init__(self) -> None:
        self.storage = MemoryStorage()
        self.limiter = FixedWindowRateLimiter(self.storage)

    async def is_allowed(self, rate: RateLimitItem, caller: str) -> bool:
        """Count one request of a caller."""
        return await self.limiter.hit(rate, caller)
