"""A cached report that one request computes while the others wait."""

from collections.abc import Awaitable, Callable

from cashews import Cache

LONGEST_LOAD = 30  # seconds; afterwards the lock of a dead process is free


async def read_report(
    month: str, cache: Cache, compute: Callable[[str], Awaitable[int]]
) -> int:
    """Return the sales of a month, at most five minutes old."""
    key = f"report:{month}"
    report: int | None = await cache.get(key)
    if report is not None:
        return report
    async with cache.lock(f"lock:{key}", expire=LONGEST_LOAD):
        report = await cache.get(key)  # the request that held the lock has set it
        if report is None:
            report = await compute(month)
            await cache.set(key, report, expire=300)
        return report
