"""The process that serves every request, while four requests compute."""

import asyncio
import time
from collections.abc import Callable

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from antipatterns.async_code import cpu_in_threads as wrong
from patterns.async_code import cpu_in_processes as right

ROWS = 300_000
LAST = "99997,99998,99999"
JOBS = 4


async def time_server(app: FastAPI) -> float:
    """Return the CPU seconds that four requests cost the process that serves them.

    Threads add to them, one core at a time; other processes do not.
    """
    transport = ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=transport, base_url="http://shop") as client,
    ):

        async def compute(rows: int) -> Response:
            return await client.get("/report", params={"rows": rows})

        await asyncio.gather(compute(10), compute(10))  # starts the workers
        started_at = time.process_time()
        responses = await asyncio.gather(*[compute(ROWS) for _ in range(JOBS)])
        taken = time.process_time() - started_at
        assert {response.json() for response in responses} == {LAST}
    return taken


def time_job() -> float:
    """Return the CPU seconds of one computation."""
    started_at = time.process_time()
    assert wrong.build_report(ROWS) == right.build_report(ROWS) == LAST
    return (time.process_time() - started_at) / 2


async def test_cpu_work_in_threads_stays_in_the_serving_process(
    measured: Callable[[str], None],
) -> None:
    share = await time_server(wrong.create_app()) / time_job() / JOBS

    assert share > 0.7
    measured(
        f"{JOBS} computing requests used {min(share, 1):.0%} of their CPU time in the "
        "process that answers every request."
    )


async def test_cpu_work_in_processes_leaves_the_serving_process_free() -> None:
    share = await time_server(right.create_app()) / time_job() / JOBS

    assert share < 0.3
