"""A user who is looked up first, and created then."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from cashews import Cache

from antipatterns.caching import cached_absence as wrong
from patterns.caching import only_found as right

type FindName = Callable[[int], Awaitable[str | None]]


@pytest.fixture
async def cache() -> AsyncGenerator[Cache]:
    cache = Cache()
    cache.setup("mem://")
    yield cache
    await cache.close()


async def find_after_creation(
    cached: Callable[[FindName, Cache], FindName], cache: Cache
) -> str | None:
    """Look a user up, create them, and look them up again."""
    users: dict[int, str] = {}

    async def find_name(user_id: int) -> str | None:
        return users.get(user_id)

    find = cached(find_name, cache)
    assert await find(1) is None
    users[1] = "Ada"
    return await find(1)


async def test_created_user_stays_unknown(
    cache: Cache, measured: Callable[[str], None]
) -> None:
    found = await find_after_creation(wrong.cached, cache)

    assert found is None
    measured(f"A look-up after the user was created returned `{found}`.")


async def test_created_user_is_found(cache: Cache) -> None:
    assert await find_after_creation(right.cached, cache) == "Ada"
