# /// bad
# ast-grep = ["PERF-008"]
# harm = "tests/antipatterns/performance/test_cache_bounded_by_entries.py::test_cache_bounded_by_entries_grows_with_their_size"
# right = "examples/shop/app/core/cache.py"
# ///
"""A cache in memory that is bounded by its number of entries."""

from cashews import Cache


def create_cache() -> Cache:
    """Return a cache of at most 1,000 responses."""
    cache = Cache()
    cache.setup("mem://", size=1000)
    return cache
