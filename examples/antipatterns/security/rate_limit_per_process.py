# /// bad
# harm = "tests/antipatterns/security/test_rate_limit_per_process.py::test_each_worker_allows_the_whole_limit"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""A rate limit that each worker counts in its own memory."""

from limits import RateLimitItem
from limits.aio.strategies import FixedWindowRateLimiter

from app.core.errors import RateLimitedError
from app.core.rate_limit_storage import BoundedMemoryStorage


class RateLimiter:
    """Counts the requests of each client IP."""

    def __init__(self) -> None:
        self.limiter = FixedWindowRateLimiter(BoundedMemoryStorage())

    async def check(self, rate: RateLimitItem, ip: str) -> None:
        """Count one request; RateLimitedError if it exceeds the rate."""
        if not await self.limiter.hit(rate, ip):
            raise RateLimitedError(60)
