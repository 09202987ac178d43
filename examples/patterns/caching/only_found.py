"""A cached look-up that stores only what it has found."""

from collections.abc import Awaitable, Callable

from cashews import NOT_NONE, Cache

type FindName = Callable[[int], Awaitable[str | None]]


def cached(find_name: FindName, cache: Cache) -> FindName:
    """Return the look-up with a cache of one hour."""

    @cache(ttl="1h", key="user:v1:{user_id}", condition=NOT_NONE)
    async def find(user_id: int) -> str | None:
        return await find_name(user_id)

    return find
