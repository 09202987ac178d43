# /// bad
# ast-grep = ["ASY-007"]
# harm = "tests/antipatterns/async_code/test_deadline_around_thread.py::test_deadline_waits_for_the_thread"
# right = "examples/patterns/async_code/deadline_in_library.py"
# ///
"""A deadline around a thread, which can't be cancelled."""

import httpx
from anyio import CapacityLimiter, fail_after, to_thread

DEADLINE = 0.5  # seconds
threads = CapacityLimiter(10)


async def read_rates(client: httpx.Client) -> str:
    """Read the rates within the deadline."""
    with fail_after(DEADLINE):
        response = await to_thread.run_sync(client.get, "/rates", limiter=threads)
    return response.text
