# /// bad
# ast-grep = ["CACHE-005"]
# harm = "tests/antipatterns/caching/test_cached_coroutine.py::test_second_call_of_cached_coroutine_fails"
# right = "examples/shop/app/core/cache.py"
# ///
"""A coroutine function under `lru_cache`."""

from functools import lru_cache

from httpx import AsyncClient


@lru_cache
async def fetch_rate(client: AsyncClient, currency: str) -> str:
    """Return the exchange rate of a currency."""
    response = await client.get(f"/rates/{currency}")
    return response.text
