"""A deadline that the blocking library itself keeps."""

from functools import partial

import httpx
from anyio import CapacityLimiter, to_thread

DEADLINE = 0.5  # seconds
threads = CapacityLimiter(10)


async def read_rates(client: httpx.Client) -> str:
    """Read the rates within the deadline."""
    get = partial(client.get, "/rates", timeout=DEADLINE)
    response = await to_thread.run_sync(get, limiter=threads)
    return response.text
