import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from pydantic import BaseModel, SecretStr
from servers import ValkeyServer, valkey_server
from valkey.asyncio import Valkey

from app.config import Settings
from app.core.cache import MOST_KEPT, PREFIX, MemoryStore, ReadCache, create_cache
from app.core.valkey import ValkeyGuard, create_valkey


class Tea(BaseModel):
    """What is kept."""

    name: str


class Kettle:
    """Loads a tea, and counts how often it had to."""

    def __init__(self) -> None:
        self.loads = 0

    def brew(self, name: str) -> Callable[[], Awaitable[Tea]]:
        """Return what loads it."""

        async def load() -> Tea:
            self.loads += 1
            return Tea(name=name)

        return load


@asynccontextmanager
async def connected(server: ValkeyServer) -> AsyncGenerator[Valkey]:
    client = create_valkey(Settings(valkey_url=SecretStr(server.url)))
    assert client
    yield client
    await client.aclose()


@pytest.fixture(params=["memory", "valkey"])
async def cache(request: pytest.FixtureRequest) -> AsyncGenerator[ReadCache]:
    if request.param == "memory":
        yield ReadCache(MemoryStore())
        return
    server: ValkeyServer = request.getfixturevalue("valkey")
    async with connected(server) as client:
        await client.delete(PREFIX + "green", PREFIX + "black")
        yield create_cache(ValkeyGuard(1.0), client)


async def test_second_read_is_kept(cache: ReadCache) -> None:
    kettle = Kettle()

    first = await cache.read("green", Tea, kettle.brew("sencha"), 60)
    second = await cache.read("green", Tea, kettle.brew("sencha"), 60)

    assert first == second == Tea(name="sencha")
    assert kettle.loads == 1


async def test_keys_are_kept_apart(cache: ReadCache) -> None:
    kettle = Kettle()

    green = await cache.read("green", Tea, kettle.brew("sencha"), 60)
    black = await cache.read("black", Tea, kettle.brew("assam"), 60)

    assert (green.name, black.name) == ("sencha", "assam")


async def test_what_is_over_is_loaded_again(cache: ReadCache) -> None:
    kettle = Kettle()

    await cache.read("green", Tea, kettle.brew("sencha"), 0.01)
    await asyncio.sleep(0.05)
    fresh = await cache.read("green", Tea, kettle.brew("gyokuro"), 0.01)

    assert fresh.name == "gyokuro"


async def test_nothing_is_kept_for_no_time(cache: ReadCache) -> None:
    kettle = Kettle()

    for _ in range(2):
        await cache.read("green", Tea, kettle.brew("sencha"), 0)

    assert kettle.loads == 2


async def test_what_another_version_kept_is_loaded_again(cache: ReadCache) -> None:
    kettle = Kettle()
    await cache.store.set("green", '{"title": "sencha"}', 60)

    first = await cache.read("green", Tea, kettle.brew("gyokuro"), 60)
    second = await cache.read("green", Tea, kettle.brew("gyokuro"), 60)

    assert first == second == Tea(name="gyokuro")
    assert kettle.loads == 1


async def test_least_used_goes_when_memory_keeps_too_much() -> None:
    store = MemoryStore()

    for number in range(MOST_KEPT):
        await store.set(f"{number}", "tea", 60)
    await store.get("0")
    await store.set("one more", "tea", 60)

    assert await store.get("0") == await store.get("one more") == "tea"
    assert await store.get("1") is None
    assert len(store.kept) == MOST_KEPT


async def test_failed_load_is_not_kept(cache: ReadCache) -> None:
    async def fail() -> Tea:
        raise RuntimeError("out of tea")

    with pytest.raises(RuntimeError, match="out of tea"):
        await cache.read("green", Tea, fail, 60)

    fresh = await cache.read("green", Tea, Kettle().brew("sencha"), 60)
    assert fresh.name == "sencha"


async def test_cache_is_done_without_while_valkey_is_down() -> None:
    kettle = Kettle()

    with valkey_server() as server:
        async with connected(server) as client:
            cache = create_cache(ValkeyGuard(1.0, pause=0.0), client)
            await cache.read("green", Tea, kettle.brew("sencha"), 60)
            server.stop()
            during = await cache.read("green", Tea, kettle.brew("sencha"), 60)
            server.start()
            await cache.read("green", Tea, kettle.brew("sencha"), 60)
            kept = await cache.read("green", Tea, kettle.brew("sencha"), 60)

    assert during == kept == Tea(name="sencha")
    assert kettle.loads == 3
