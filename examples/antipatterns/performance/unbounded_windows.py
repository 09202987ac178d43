# /// bad
# ast-grep = ["PERF-002"]
# harm = "tests/antipatterns/performance/test_unbounded_windows.py::test_request_time_grows_with_number_of_clients"
# right = "examples/shop/app/core/rate_limit_storage.py"
# ///
"""Rate-limit windows in the memory storage of the library."""

from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter


def create_limiter() -> FixedWindowRateLimiter:
    """Return a limiter that counts in the memory of this process."""
    return FixedWindowRateLimiter(MemoryStorage())
