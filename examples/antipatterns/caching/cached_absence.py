# /// bad
# ast-grep = ["CACHE-007"]
# harm = "tests/antipatterns/caching/test_cached_absence.py::test_created_user_stays_unknown"
# right = "examples/patterns/caching/only_found.py"
# ///
"""A cached look-up that stores `None` as well."""

from collections.abc import Awaitable, Callable

from cashews import Cache

type FindName = Callable[[int], Awaitable[str | None]]


def cached(find_name: FindName, cache: Cache) -> FindName:
    """Return the look-up with a cache of one hour."""

    @cache(ttl="1h", key="user:v1:{user_id}")
    async def find(user_id: int) -> str | None:
        return await find_name(user_id)

    return find
