"""Answers that may be a little old: kept in Valkey, in memory without it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Protocol

from cachetools import TLRUCache
from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from valkey.asyncio import Valkey

from app.core.valkey import ValkeyFailedError, ValkeyGuard

PREFIX = "shop:cache:"
MOST_KEPT = 1000  # answers, in memory


class Store(Protocol):
    """Where texts are kept, each for its own number of seconds."""

    async def get(self, key: str) -> str | bytes | None:
        """Return what is kept under the key, None when nothing is."""

    async def set(self, key: str, text: str, seconds: float) -> None:
        """Keep a text."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A text, and for how long it is kept."""

    text: str
    seconds: float


def end_of(_: str, kept: Kept, now: float) -> float:
    """Return until when a text is kept, by the same clock as `now`."""
    return now + kept.seconds


class MemoryStore:
    """Keeps texts for this process alone; when full, drops the least recently used."""

    def __init__(self) -> None:
        self.kept = TLRUCache(MOST_KEPT, end_of)

    async def get(self, key: str) -> str | None:
        """Return what is kept under the key, None when nothing is."""
        kept = self.kept.get(key)
        return kept.text if kept else None

    async def set(self, key: str, text: str, seconds: float) -> None:
        """Keep a text."""
        self.kept[key] = Kept(text, seconds)


class ValkeyStore:
    """Keeps texts for all processes; while Valkey fails, it has and keeps nothing."""

    def __init__(self, guard: ValkeyGuard, client: Valkey) -> None:
        self.guard = guard
        self.client = client

    async def get(self, key: str) -> bytes | None:
        """Return what is kept under the key, None when nothing is."""
        with suppress(ValkeyFailedError):
            return await self.guard.run(lambda: self.client.get(PREFIX + key))
        return None

    async def set(self, key: str, text: str, seconds: float) -> None:
        """Keep a text."""
        milliseconds = ceil(seconds * 1000)
        with suppress(ValkeyFailedError):
            await self.guard.run(
                lambda: self.client.set(PREFIX + key, text, px=milliseconds)
            )


class ReadCache:
    """Keeps models under keys that their callers write out in full.

    A key names everything that the answer depends on; what depends on who asks is
    not kept. JSON is stored, no pickle: who writes to Valkey runs no code here.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    async def read[T: BaseModel](
        self, key: str, model: type[T], load: Callable[[], Awaitable[T]], seconds: float
    ) -> T:
        """Return what is kept under the key, else load it and keep it."""
        if not seconds:
            return await load()
        if kept := await self.store.get(key):
            with suppress(ValidationError):  # another version of the app kept it
                return model.model_validate_json(kept)
        loaded = await load()
        await self.store.set(key, loaded.model_dump_json(), seconds)
        return loaded


def create_cache(guard: ValkeyGuard, valkey: Valkey | None) -> ReadCache:
    """Return a cache in Valkey, if there is one."""
    return ReadCache(ValkeyStore(guard, valkey) if valkey else MemoryStore())


async def get_cache(request: Request) -> ReadCache:
    """Return the cache that the lifespan made."""
    cache: ReadCache = request.app.state.cache
    return cache


ReadCacheDep = Annotated[ReadCache, Depends(get_cache)]
