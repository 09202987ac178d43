"""A task of the app that ends with it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager

from fastapi import FastAPI

type Load = Callable[[], Awaitable[float]]

logger = logging.getLogger(__name__)


@asynccontextmanager
async def run_in_background(
    work: Coroutine[object, object, None],
) -> AsyncGenerator[None]:
    """Run the coroutine during the block; then cancel it, and wait for its end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def refresh_rate(app: FastAPI, load: Load, seconds: float) -> None:
    """Load the rate again and again; a failure keeps the old one."""
    while True:
        try:
            app.state.rate = await load()
        except Exception:
            logger.exception("The rate was not refreshed.")
        await asyncio.sleep(seconds)


def create_app(load: Load, seconds: float) -> FastAPI:
    """Return an app that knows the current rate."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with run_in_background(refresh_rate(app, load, seconds)):
            yield

    return FastAPI(lifespan=lifespan)
