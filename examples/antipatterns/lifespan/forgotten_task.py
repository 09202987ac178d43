# /// bad
# ruff = ["RUF006"]
# harm = "tests/antipatterns/lifespan/test_background_refresh.py::test_task_runs_after_the_app_has_stopped"
# right = "examples/patterns/lifespan/background_refresh.py"
# ///
"""A task that the lifespan starts and forgets."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI

type Load = Callable[[], Awaitable[float]]


async def refresh_rate(app: FastAPI, load: Load, seconds: float) -> None:
    """Load the rate again and again."""
    while True:
        app.state.rate = await load()
        await asyncio.sleep(seconds)


def create_app(load: Load, seconds: float) -> FastAPI:
    """Return an app that knows the current rate."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        asyncio.create_task(refresh_rate(app, load, seconds))
        yield

    return FastAPI(lifespan=lifespan)
