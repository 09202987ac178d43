"""Threads that run the dependencies of one request."""

import time
from collections.abc import Awaitable, Callable
from threading import current_thread

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.performance import sync_dependency as wrong
from patterns.performance import async_dependency as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def count_threads(app: FastAPI, ask: Ask) -> tuple[int, int]:
    """Send one request; count the dependencies, and those in another thread."""
    answer = await ask(app, Request("GET", "http://shop/price"))
    assert answer.json() == "10 EUR"
    threads: list[str] = app.state.threads
    return len(threads), sum(name != current_thread().name for name in threads)


async def test_plain_dependencies_run_in_worker_threads(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    count, hops = await count_threads(wrong.create_app(), ask)

    assert (count, hops) == (2, 2)
    measured(f"{hops} of {count} dependencies of one request ran in a worker thread.")


async def test_async_dependencies_run_in_the_event_loop(ask: Ask) -> None:
    assert await count_threads(right.create_app(), ask) == (2, 0)


async def request_seconds(app: FastAPI, ask: Ask) -> float:
    """Return the shortest of many requests."""
    durations: list[float] = []
    for _ in range(200):
        started_at = time.perf_counter()
        await ask(app, Request("GET", "http://shop/price"))
        durations.append(time.perf_counter() - started_at)
    return min(durations)


async def test_async_dependencies_take_less_time(
    ask: Ask, record_property: Callable[[str, object], None]
) -> None:
    in_threads = await request_seconds(wrong.create_app(), ask)
    in_loop = await request_seconds(right.create_app(), ask)

    assert in_loop < in_threads
    saved = (in_threads - in_loop) / 2
    record_property(
        "shown:cost", f"def costs {saved * 1e6:.0f} µs more for each dependency"
    )
