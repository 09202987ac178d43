"""Time and memory of a rate limiter when many clients call it."""

import asyncio
import time
from collections.abc import Callable

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from antipatterns.performance import unbounded_windows as wrong
from app.core.rate_limit_storage import BoundedMemoryStorage

FEW, MANY = 500, 50_000  # clients
BOUND = 1000  # windows
RATE = RateLimitItemPerMinute(1_000_000)


async def add_clients(limiter: FixedWindowRateLimiter, count: int) -> None:
    """Let each of so many clients call once."""
    for number in range(count):
        await limiter.hit(RATE, f"client-{number}")


async def request_seconds(limiter: FixedWindowRateLimiter) -> float:
    """Return the shortest of several requests, with the tasks that each starts."""
    durations: list[float] = []
    for _ in range(5):
        started_at = time.perf_counter()
        await limiter.hit(RATE, "client-0")
        await asyncio.sleep(0)
        durations.append(time.perf_counter() - started_at)
    return min(durations)


async def test_request_time_grows_with_number_of_clients(
    measured: Callable[[str], None],
) -> None:
    limiter = wrong.create_limiter()
    await add_clients(limiter, FEW)
    with_few = await request_seconds(limiter)
    await add_clients(limiter, MANY)
    with_many = await request_seconds(limiter)

    assert isinstance(limiter.storage, MemoryStorage)
    assert len(limiter.storage.expirations) == MANY
    assert with_many > 10 * with_few
    measured(
        f"With {MANY:,} clients, one request held the event loop for"
        f" {with_many * 1000:.1f} ms, {with_many / with_few:.0f} times as long as with"
        f" {FEW}, and {MANY:,} windows were stored."
    )


async def test_request_time_is_independent_of_number_of_clients() -> None:
    storage = BoundedMemoryStorage(BOUND)
    limiter = FixedWindowRateLimiter(storage)
    await add_clients(limiter, FEW)
    with_few = await request_seconds(limiter)
    await add_clients(limiter, MANY)
    with_many = await request_seconds(limiter)

    assert len(storage.windows) == BOUND
    assert with_many < 10 * with_few
