# /// bad
# harm = "tests/antipatterns/performance/test_cache_by_entries.py::test_thousand_entries_are_any_number_of_bytes"
# right = "examples/shop/app/core/cache.py"
# ///
"""A cache in memory that is bounded by its number of entries."""

from cashews import Cache


def create_cache() -> Cache:
    """Return a cache of at most 1,000 responses."""
    cache = Cache()
    cache.setup("mem://", size=1000)
    return cache
