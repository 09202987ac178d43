"""Answers that may be a little old: kept in Valkey, in memory without it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Annotated
from warnings import catch_warnings

from cashews import Cache
from fastapi import Depends, Request
from pydantic import BaseModel

from app.core.config import Settings
from app.core.valkey import (
    ValkeyFailedError,
    ValkeyGuard,
    client_options,
    redis_url,
)

PREFIX = "shop:cache:"


class ReadCache:
    """Keeps models under keys that their callers write out in full.

    A key names everything that the answer depends on; what depends on who asks is
    not kept. JSON is stored, no pickle: who writes to Valkey runs no code here.
    """

    def __init__(self, cache: Cache, guard: ValkeyGuard) -> None:
        self.cache = cache
        self.guard = guard

    async def read[T: BaseModel](
        self, key: str, model: type[T], load: Callable[[], Awaitable[T]], seconds: float
    ) -> T:
        """Return what is kept under the key, else load it and keep it."""
        if not seconds:
            return await load()
        with suppress(ValkeyFailedError):
            kept = await self.guard.run(lambda: self.cache.get(PREFIX + key))
            if isinstance(kept, str):
                return model.model_validate_json(kept)
        loaded = await load()
        text = loaded.model_dump_json()
        with suppress(ValkeyFailedError):
            await self.guard.run(
                lambda: self.cache.set(PREFIX + key, text, expire=seconds)
            )
        return loaded

    async def forget(self, key: str) -> None:
        """Drop what is kept; while Valkey fails, it stays until its time is over."""
        with suppress(ValkeyFailedError):
            await self.guard.run(lambda: self.cache.delete(PREFIX + key))

    async def close(self) -> None:
        """Let the connections go."""
        with catch_warnings(action="ignore", category=DeprecationWarning):
            await self.cache.close()  # which calls redis by an old name


def create_cache(settings: Settings, guard: ValkeyGuard) -> ReadCache:
    """Return a cache in Valkey, or of this process alone."""
    cache = Cache()
    if settings.valkey_url is None:
        cache.setup("mem://")
        return ReadCache(cache, guard)
    cache.setup(
        redis_url(settings.valkey_url),
        pickle_type="json",
        suppress=False,  # to log each failed command is not to stay calm
        **client_options(settings),
    )
    return ReadCache(cache, guard)


async def get_cache(request: Request) -> ReadCache:
    """Return the cache that the lifespan made."""
    cache: ReadCache = request.app.state.cache
    return cache


ReadCacheDep = Annotated[ReadCache, Depends(get_cache)]
