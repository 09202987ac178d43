import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from sys import getsizeof
from typing import Any

import pytest
from pydantic import BaseModel
from resources import traced_bytes
from servers import ValkeyServer, valkey_server

from app.core.cache import (
    ENTRY_OVERHEAD,
    PREFIX,
    MemoryStore,
    ResponseCache,
    create_cache,
    shorten_key,
)
from app.core.valkey import create_valkey

PATIENT = 5.0  # seconds: a busy machine is no failure of Valkey
MB = 1_000_000


class Tea(BaseModel):
    """What is cached."""

    name: str


class Kettle:
    """Loads a tea and counts how often."""

    def __init__(self) -> None:
        self.loads = 0

    def brew(self, name: str) -> Callable[[], Awaitable[Tea]]:
        """Return the function that loads it."""

        async def load() -> Tea:
            self.loads += 1
            return Tea(name=name)

        return load


@pytest.fixture(params=["memory", "valkey"])
async def cache(request: pytest.FixtureRequest) -> AsyncGenerator[ResponseCache]:
    if request.param == "memory":
        yield create_cache(None, MB)
        return
    server: ValkeyServer = request.getfixturevalue("valkey")
    valkey = create_valkey(server.url, PATIENT)
    commands: Any = valkey.client  # whose types are incomplete
    await commands.flushdb()
    yield create_cache(valkey, MB)
    await valkey.aclose()


async def test_second_read_is_cached(cache: ResponseCache) -> None:
    kettle = Kettle()

    first = await cache.read("green", Tea, kettle.brew("sencha"), 60)
    second = await cache.read("green", Tea, kettle.brew("sencha"), 60)

    assert first == second == Tea(name="sencha")
    assert kettle.loads == 1


async def test_each_key_has_its_own_entry(cache: ResponseCache) -> None:
    kettle = Kettle()

    green = await cache.read("green", Tea, kettle.brew("sencha"), 60)
    black = await cache.read("black", Tea, kettle.brew("assam"), 60)

    assert (green.name, black.name) == ("sencha", "assam")


async def test_expired_entry_is_loaded_again(cache: ResponseCache) -> None:
    kettle = Kettle()

    await cache.read("green", Tea, kettle.brew("sencha"), 0.01)
    await asyncio.sleep(0.05)
    fresh = await cache.read("green", Tea, kettle.brew("gyokuro"), 0.01)

    assert fresh.name == "gyokuro"


async def test_concurrent_misses_each_load(cache: ResponseCache) -> None:
    loads = 0
    all_loading = asyncio.Event()

    async def load() -> Tea:
        nonlocal loads
        loads += 1
        if loads == 3:
            all_loading.set()
        await all_loading.wait()
        return Tea(name="oolong")

    teas = await asyncio.gather(*[cache.read("a", Tea, load, 60) for _ in range(3)])

    assert loads == 3
    assert teas == [Tea(name="oolong")] * 3


async def test_zero_seconds_cache_nothing(cache: ResponseCache) -> None:
    kettle = Kettle()

    for _ in range(2):
        await cache.read("green", Tea, kettle.brew("sencha"), 0)

    assert kettle.loads == 2


async def test_entry_of_another_version_is_loaded_again(cache: ResponseCache) -> None:
    kettle = Kettle()
    await cache.store.set("green", b'{"title": "sencha"}', 60)

    first = await cache.read("green", Tea, kettle.brew("gyokuro"), 60)
    second = await cache.read("green", Tea, kettle.brew("gyokuro"), 60)

    assert first == second == Tea(name="gyokuro")
    assert kettle.loads == 1


async def test_failed_load_is_not_cached(cache: ResponseCache) -> None:
    async def fail() -> Tea:
        raise RuntimeError("out of tea")

    with pytest.raises(RuntimeError, match="out of tea"):
        await cache.read("green", Tea, fail, 60)

    fresh = await cache.read("green", Tea, Kettle().brew("sencha"), 60)
    assert fresh.name == "sencha"


@pytest.mark.parametrize("length", [1, 200, 201, 100_000])
def test_key_of_any_length_is_stored_under_a_short_one(length: int) -> None:
    key, other = "k" * length, "k" * (length - 1) + "l"

    assert len(shorten_key(key)) <= 200
    assert shorten_key(key) == shorten_key(key)
    assert shorten_key(key) != shorten_key(other)


async def test_valkey_deletes_every_entry_in_time(valkey: ValkeyServer) -> None:
    connected = create_valkey(f"{valkey.url}?decode_responses=1", PATIENT)
    commands: Any = connected.client
    await commands.flushdb()
    cache = create_cache(connected, MB)

    for key in ("green", "k" * 100_000):
        await cache.read(key, Tea, Kettle().brew("sencha"), 60)
    keys = await commands.keys()
    lifetimes = [await commands.pttl(key) for key in keys]
    await connected.aclose()

    assert len(keys) == 2
    assert all(key.startswith(PREFIX) for key in keys)
    assert max(len(key) for key in keys) <= len(PREFIX) + 200
    assert all(0 < lifetime <= 60_000 for lifetime in lifetimes)


@pytest.mark.parametrize("letter", ["q", "é", "я", "🫖"])
async def test_flood_of_distinct_queries_stays_below_the_bound(letter: str) -> None:
    store = MemoryStore(MB)
    cache = ResponseCache(store)

    with traced_bytes() as grown:
        for number in range(1_000):  # of 6 KB each
            query = f"items:{number}:{letter * 100}"
            await cache.read(query, Tea, Kettle().brew("sencha" * 1000), 60)
        taken = grown()

    assert 0.9 * MB < store.entries.currsize <= MB
    assert store.entries.currsize * 0.9 < taken < store.entries.currsize * 1.1


@pytest.mark.parametrize("letter", ["", "q" * 200, "я" * 200, "🫖" * 200])
async def test_flood_of_small_entries_stays_below_the_bound(letter: str) -> None:
    store = MemoryStore(MB)

    with traced_bytes() as grown:
        for number in range(20_000):
            await store.set(f"{letter}{number}", b"{}", 60)
        taken = grown()

    assert 0.9 * MB < store.entries.currsize <= MB
    assert taken < store.entries.currsize * 1.1


async def test_least_recently_used_entry_is_evicted() -> None:
    store = MemoryStore(3 * (ENTRY_OVERHEAD + getsizeof("a") + getsizeof(b"tea")))
    for key in "abc":
        await store.set(key, b"tea", 60)
    await store.get("a")

    await store.set("d", b"tea", 60)

    assert [await store.get(key) for key in "abcd"] == [b"tea", None, b"tea", b"tea"]


async def test_body_larger_than_the_store_is_not_stored() -> None:
    store = MemoryStore(10_000)
    await store.set("small", b"tea", 60)

    await store.set("large", b"t" * 10_001, 60)

    assert await store.get("large") is None
    assert await store.get("small") == b"tea"


async def test_reads_are_cached_in_memory_while_valkey_is_down() -> None:
    kettle = Kettle()

    async def read_often(cache: ResponseCache) -> int:
        before = kettle.loads
        for _ in range(3):
            await cache.read("green", Tea, kettle.brew("sencha"), 60)
        return kettle.loads - before

    with valkey_server() as server:
        valkey = create_valkey(server.url, PATIENT)
        valkey.breaker.pause = 0
        cache = create_cache(valkey, MB)
        loads = [await read_often(cache)]
        server.stop()
        loads.append(await read_often(cache))
        server.start()
        loads.append(await read_often(cache))
        await valkey.aclose()

    assert loads == [1, 1, 1]
