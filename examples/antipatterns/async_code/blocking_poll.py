# /// bad
# ruff = ["ASYNC210", "ASYNC251"]
# right = "examples/patterns/async_code/awaited_call.py"
# ///
"""A loop in `async def` that polls and sleeps in the event loop."""

import time

import httpx


async def wait_until_paid(url: str) -> None:
    """Ask the payment service until the order is paid."""
    while httpx.get(url, timeout=5).text != "paid":
        time.sleep(1)
