"""A fast request that arrives while 40 slow calls run."""

import asyncio
import time
from collections.abc import Callable

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from antipatterns.async_code import shared_threads as wrong
from patterns.async_code import own_threads as right

SLOW_REQUESTS = 40


async def send_fast_request(app: FastAPI) -> tuple[float, int]:
    """Request prices after 40 reports; return the seconds, and how many had ended."""
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
            ended = sum(task.done() for task in slow)
        assert response.json() == "10 EUR"
        assert {task.result().json() for task in slow} == {"report"}
    return taken, ended


async def test_slow_calls_take_every_shared_thread(
    measured: Callable[[str], None],
) -> None:
    taken, ended = await send_fast_request(wrong.create_app())

    assert ended > 0
    measured(
        f"While {SLOW_REQUESTS} reports rendered, a request for prices waited "
        f"{taken * 1000:.0f} ms for a thread."
    )


async def test_slow_calls_with_own_limiter_leave_threads_free() -> None:
    ended = (await send_fast_request(right.create_app()))[1]

    assert ended == 0
