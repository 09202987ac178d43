"""Cache responses for some seconds, in Valkey or in bounded memory (PERF-008)."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from sys import getsizeof

from cachetools import TLRUCache
from pydantic import BaseModel, ValidationError

from app import APP_NAME
from app.core.circuit_breaker import CircuitBreakerError
from app.core.valkey import Valkey

PREFIX = f"{APP_NAME}:cache:"
MAX_KEY_LENGTH = 200  # characters; a longer key is replaced by its hash
ENTRY_OVERHEAD = 420  # bytes that Python needs for an entry beside key and body


@dataclass(frozen=True, slots=True)
class Entry:
    """A body with its size in bytes and its time to live in seconds."""

    body: bytes
    size: int
    seconds: float


def size_of(entry: Entry) -> int:
    """Return the bytes that the entry takes of the store."""
    return entry.size


def expires_at(_: str, entry: Entry, now: float) -> float:
    """Return the end of the entry's time to live, on the clock of `now`."""
    return now + entry.seconds


class MemoryStore:
    """Stores at most `max_bytes` for this process; evicts the least recently used."""

    def __init__(self, max_bytes: int) -> None:
        self.entries: TLRUCache[str, Entry] = TLRUCache(
            max_bytes,
            ttu=expires_at,
            getsizeof=size_of,
        )

    async def get(self, key: str) -> bytes | None:
        """Return the body, None if there is none or it has expired."""
        entry = self.entries.get(key)
        return entry.body if entry else None

    async def set(self, key: str, body: bytes, seconds: float) -> None:
        """Store a body, unless it alone is larger than the whole store."""
        size = getsizeof(key) + getsizeof(body) + ENTRY_OVERHEAD
        if size <= self.entries.maxsize:
            self.entries[key] = Entry(body, size, seconds)


class ValkeyStore:
    """Stores bodies for all processes; while Valkey fails, in memory for this one."""

    def __init__(self, valkey: Valkey, fallback: MemoryStore) -> None:
        self.valkey = valkey
        self.fallback = fallback

    async def get(self, key: str) -> bytes | str | None:
        """Return the body, None if there is none or it has expired."""
        try:
            return await self.valkey.call(lambda client: client.get(PREFIX + key))
        except CircuitBreakerError:
            return await self.fallback.get(key)

    async def set(self, key: str, body: bytes, seconds: float) -> None:
        """Store a body; Valkey deletes it when its time is over."""
        expiry = ceil(seconds * 1000)
        try:
            await self.valkey.call(
                lambda client: client.set(PREFIX + key, body, px=expiry)
            )
        except CircuitBreakerError:
            await self.fallback.set(key, body, seconds)


class ResponseCache:
    """Caches models as JSON: unlike a pickle, it runs no code when it is read.

    The caller writes the key, which names everything that the response depends on.
    A response that depends on the user is not cached.
    """

    def __init__(self, store: MemoryStore | ValkeyStore) -> None:
        self.store = store

    async def read[T: BaseModel](
        self, key: str, model: type[T], load: Callable[[], Awaitable[T]], seconds: float
    ) -> T:
        """Return the cached model, else load it and cache it; 0 seconds cache none.

        Concurrent misses each load it: a call that waits for another request's load
        would share its cancellation and its failure.
        """
        if not seconds:
            return await load()
        key = shorten_key(key)
        if body := await self.store.get(key):
            with suppress(ValidationError):  # stored by another version of the app
                return model.model_validate_json(body)
        loaded = await load()
        await self.store.set(key, loaded.model_dump_json().encode(), seconds)
        return loaded


def shorten_key(key: str) -> str:
    """Return the key, or its hash if it is longer than `MAX_KEY_LENGTH`."""
    if len(key) <= MAX_KEY_LENGTH:
        return key
    return sha256(key.encode()).hexdigest()


def create_cache(valkey: Valkey | None, max_bytes: int) -> ResponseCache:
    """Return a cache in Valkey; without it, in `max_bytes` of memory."""
    memory = MemoryStore(max_bytes)
    return ResponseCache(ValkeyStore(valkey, memory) if valkey else memory)
