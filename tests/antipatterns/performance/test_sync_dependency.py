"""Threads that run the dependencies of one request."""

import time
from collections.abc import Awaitable, Callable, Sequence
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


async def shortest(apps: Sequence[FastAPI], ask: Ask) -> list[float]:
    """Return the shortest of many requests to each app, in seconds.

    The apps take turns: a machine that is busy for a moment slows all of them.
    """
    durations: list[list[float]] = [[] for _ in apps]
    for _ in range(200):
        for app, taken in zip(apps, durations, strict=True):
            started_at = time.perf_counter()
            await ask(app, Request("GET", "http://shop/price"))
            taken.append(time.perf_counter() - started_at)
    return [min(taken) for taken in durations]


async def test_async_dependencies_take_less_time(
    ask: Ask, record_property: Callable[[str, object], None]
) -> None:
    apps = [wrong.create_app(), right.create_app()]

    in_threads, in_loop = await shortest(apps, ask)

    assert in_loop < in_threads
    saved = (in_threads - in_loop) / 2
    record_property(
        "shown:cost", f"def costs {saved * 1e6:.0f} µs more for each dependency"
    )
