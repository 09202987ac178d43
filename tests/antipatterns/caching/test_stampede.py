"""Requests that all miss the same expired entry."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from cashews import Cache

from antipatterns.caching import stampede as wrong
from patterns.caching import single_flight as right

REQUESTS = 50
type Compute = Callable[[str], Awaitable[int]]
type ReadReport = Callable[[str, Cache, Compute], Awaitable[int]]


@pytest.fixture
async def cache() -> AsyncGenerator[Cache]:
    cache = Cache()
    cache.setup("mem://")
    yield cache
    await cache.close()


async def count_queries(read_report: ReadReport, cache: Cache) -> int:
    queries = 0

    async def compute(_: str) -> int:
        nonlocal queries
        queries += 1
        await asyncio.sleep(0.05)
        return 700

    async def read() -> int:
        return await read_report("2026-11", cache, compute)

    assert await asyncio.gather(*[read() for _ in range(REQUESTS)]) == [700] * REQUESTS
    assert await read() == 700
    return queries


async def test_parallel_misses_each_run_the_query(
    cache: Cache, measured: Callable[[str], None]
) -> None:
    queries = await count_queries(wrong.read_report, cache)

    assert queries == REQUESTS
    measured(f"{REQUESTS} concurrent requests ran the same query {queries} times.")


async def test_parallel_misses_run_the_query_once(cache: Cache) -> None:
    assert await count_queries(right.read_report, cache) == 1


async def test_failed_load_lets_the_next_request_load(cache: Cache) -> None:
    async def fail(_: str) -> int:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await right.read_report("2026-11", cache, fail)

    assert await count_queries(right.read_report, cache) == 1
