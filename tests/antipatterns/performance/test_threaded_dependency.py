"""Threads that run the dependencies of one request."""

from collections.abc import Awaitable, Callable
from threading import current_thread

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.performance import threaded_dependency as wrong
from patterns.performance import awaited_dependency as right

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
