"""Tasks that an app has started, after the app has stopped."""

import asyncio
import logging
from collections.abc import Callable

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from antipatterns.lifespan import forgotten_task as wrong
from patterns.lifespan import background_refresh as right

type Create = Callable[[right.Load, float], FastAPI]

HOUR = 3600


class Rates:
    """Returns a rate, and fails now and then."""

    def __init__(self, *, fails: int = 0) -> None:
        self.fails = fails
        self.loaded = asyncio.Event()

    async def load(self) -> float:
        """Return the rate."""
        if self.fails:
            self.fails -= 1
            raise ConnectionError
        self.loaded.set()
        return 11.2


def find_tasks() -> set[asyncio.Task[object]]:
    """Return the tasks that refresh the rate."""
    return {
        task
        for task in asyncio.all_tasks()
        if getattr(task.get_coro(), "__name__", "") == "refresh_rate"
    }


async def run(create_app: Create, rates: Rates, seconds: float) -> FastAPI:
    """Start the app, wait until it has loaded the rate, and stop it."""
    app = create_app(rates.load, seconds)
    async with LifespanManager(app), asyncio.timeout(5):
        await rates.loaded.wait()
        await asyncio.sleep(0)
    return app


async def test_task_runs_after_the_app_has_stopped(
    measured: Callable[[str], None],
) -> None:
    app = await run(wrong.create_app, Rates(), HOUR)

    tasks = find_tasks()
    running = len(tasks)
    assert (running, app.state.rate) == (1, 11.2)
    measured(f"{running} of 1 task was running after the app had stopped.")
    for task in tasks:
        task.cancel()
        await asyncio.wait([task])


async def test_task_ends_with_the_app() -> None:
    app = await run(right.create_app, Rates(), HOUR)

    assert (find_tasks(), app.state.rate) == (set(), 11.2)


async def test_task_survives_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        app = await run(right.create_app, Rates(fails=1), 0)

    assert caplog.messages == ["The rate was not refreshed."]
    assert (find_tasks(), app.state.rate) == (set(), 11.2)
