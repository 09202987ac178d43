"""What 1,000 searches leave in Valkey."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import pytest
from redis.asyncio import Redis
from servers import valkey_server

from antipatterns.caching import no_expiry as wrong
from patterns.caching import expiry_with_jitter as right

SEARCHES = 1000
type Store = Callable[[Redis, str, bytes], Awaitable[None]]


@pytest.fixture
async def valkey() -> AsyncGenerator[Redis]:
    with valkey_server() as server:
        client = Redis(port=server.port)
        yield client
        await client.aclose()


async def lifetimes(store: Store, valkey: Redis) -> list[int]:
    """Return the milliseconds that each entry has left; -1 has no end."""
    for number in range(SEARCHES):
        await store(valkey, f"tea {number}", b"{}")
    commands: Any = valkey  # whose types are incomplete
    return [await commands.pttl(key) for key in await commands.keys()]


async def test_entries_without_expiry_stay_in_valkey(
    valkey: Redis, measured: Callable[[str], None]
) -> None:
    left = await lifetimes(wrong.store, valkey)

    assert left == [-1] * SEARCHES
    measured(
        f"{SEARCHES:,} searches left {left.count(-1):,} entries that never expire."
    )


async def test_entries_expire_at_different_times(valkey: Redis) -> None:
    left = await lifetimes(right.store, valkey)

    assert all(535_000 < milliseconds <= 660_000 for milliseconds in left)
    assert max(left) - min(left) > 60_000
