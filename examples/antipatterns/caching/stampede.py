# /// bad
# ast-grep = ["CACHE-004"]
# harm = "tests/antipatterns/caching/test_stampede.py::test_parallel_misses_each_run_the_query"
# right = "examples/patterns/caching/single_flight.py"
# ///
"""A cached report that every request computes when the entry has expired."""

from collections.abc import Awaitable, Callable

from cashews import Cache


async def read_report(
    month: str, cache: Cache, compute: Callable[[str], Awaitable[int]]
) -> int:
    """Return the sales of a month, at most five minutes old."""
    key = f"report:{month}"
    report: int | None = await cache.get(key)
    if report is None:
        report = await compute(month)
        await cache.set(key, report, expire=300)
    return report
