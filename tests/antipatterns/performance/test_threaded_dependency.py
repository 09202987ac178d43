"""In which threads the dependencies of one request run."""

from collections.abc import Awaitable, Callable
from threading import current_thread

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.performance import threaded_dependency as wrong
from patterns.performance import awaited_dependency as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def elsewhere(app: FastAPI, ask: Ask) -> tuple[int, int]:
    """Ask once; count the dependencies, and those in a thread that isn't this one."""
    answer = await ask(app, Request("GET", "http://shop/price"))
    assert answer.json() == "10 EUR"
    threads: list[str] = app.state.threads
    return len(threads), sum(name != current_thread().name for name in threads)


async def test_each_plain_function_is_run_in_a_thread(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    count, hops = await elsewhere(wrong.create_app(), ask)

    assert (count, hops) == (2, 2)
    measured(f"{hops} of {count} dependencies of one request ran in a worker thread.")


async def test_coroutines_stay_in_the_event_loop(ask: Ask) -> None:
    assert await elsewhere(right.create_app(), ask) == (2, 0)
