# /// bad
# ast-grep = ["CACHE-006"]
# harm = "tests/antipatterns/caching/test_no_expiry.py::test_entries_without_expiry_stay_in_valkey"
# right = "examples/patterns/caching/expiry_with_jitter.py"
# ///
"""Cache entries that never expire."""

from redis.asyncio import Redis


async def store(valkey: Redis, query: str, body: bytes) -> None:
    """Cache the result of a search."""
    await valkey.set(f"search:{query}", body)
