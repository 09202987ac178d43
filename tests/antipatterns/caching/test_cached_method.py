"""The services of 100 requests, after the requests have ended."""

import gc
import weakref
from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from antipatterns.caching import cached_method as wrong
from patterns.caching import cached_function as right

REQUESTS = 100
type Service = wrong.PriceService | right.PriceService


def serve(
    create: Callable[[AsyncSession], Service], cents: int
) -> weakref.ref[AsyncSession]:
    """Serve one request; return a reference to its session."""
    session = AsyncSession()
    assert create(session).gross(cents, "DE") == cents * 119 // 100
    return weakref.ref(session)


def count_kept(create: Callable[[AsyncSession], Service]) -> int:
    """Serve the requests; count the sessions that are still in memory."""
    sessions = [serve(create, 1000 + number) for number in range(REQUESTS)]
    gc.collect()
    return sum(session() is not None for session in sessions)


def test_cached_method_keeps_every_service_alive(
    measured: Callable[[str], None],
) -> None:
    kept = count_kept(wrong.PriceService)

    assert kept == REQUESTS
    measured(f"After {REQUESTS} requests, {kept} database sessions stayed in memory.")


def test_cached_function_keeps_no_service() -> None:
    assert count_kept(right.PriceService) == 0
