"""A fast request that arrives while 40 slow calls run."""

import asyncio
import time
from collections.abc import Callable

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from antipatterns.async_code import shared_threads as wrong
from patterns.async_code import own_threads as right

SLOW_REQUESTS = 40


async def time_fast_request(app: FastAPI) -> float:
    """Return the seconds of a request for prices, sent after 40 for a report."""
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://shop") as client:

        async def read(path: str) -> Response:
            return await client.get(path)

        async with asyncio.TaskGroup() as tasks:
            slow = [tasks.create_task(read("/report")) for _ in range(SLOW_REQUESTS)]
            await asyncio.sleep(0.1)
            started_at = time.perf_counter()
            response = await read("/prices")
            taken = time.perf_counter() - started_at
        assert response.json() == "10 EUR"
        assert {task.result().json() for task in slow} == {"report"}
    return taken


async def test_slow_calls_take_every_shared_thread(
    measured: Callable[[str], None],
) -> None:
    taken = await time_fast_request(wrong.create_app())

    assert taken > wrong.RENDER_SECONDS / 2
    measured(
        f"While {SLOW_REQUESTS} reports rendered, a request for prices waited "
        f"{taken * 1000:.0f} ms for a thread."
    )


async def test_slow_calls_with_own_limiter_leave_threads_free() -> None:
    assert await time_fast_request(right.create_app()) < right.RENDER_SECONDS / 2
