"""Memory of a cache that a client fills with distinct queries."""

import tracemalloc
from collections.abc import Callable

from antipatterns.performance import cache_bounded_by_entries as wrong
from app.core.cache import MemoryStore

QUERIES = 2000
BODY = 50_000  # bytes: a page of 100 items
BOUND = 5_000_000  # bytes
MB = 1_000_000


def body_of(number: int) -> bytes:
    """Return the response to a query."""
    return bytes([number % 256]) * BODY


async def test_cache_bounded_by_entries_grows_with_their_size(
    measured: Callable[[str], None],
) -> None:
    cache = wrong.create_cache()
    await cache.init()
    tracemalloc.start()

    for number in range(QUERIES):
        await cache.set(f"items:{number}", body_of(number), expire=60)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    await cache.close()

    assert grown > 30 * MB
    measured(
        f"{QUERIES:,} distinct queries added {grown / MB:.0f} MB of objects; the"
        " cache holds 1,000 entries, as configured."
    )


async def test_cache_bounded_by_bytes_stays_below_its_bound() -> None:
    store = MemoryStore(BOUND)
    tracemalloc.start()

    for number in range(QUERIES):
        await store.set(f"items:{number}", body_of(number), 60)

    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert store.entries.currsize <= BOUND
    assert grown < 2 * BOUND
