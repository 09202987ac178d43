from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from pydantic import BaseModel, SecretStr
from servers import ValkeyServer, valkey_server

from app.core.cache import ReadCache, create_cache
from app.core.config import Settings
from app.core.valkey import ValkeyGuard


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


@pytest.fixture(params=["memory", "valkey"])
async def cache(request: pytest.FixtureRequest) -> AsyncGenerator[ReadCache]:
    settings = Settings()
    if request.param == "valkey":
        server: ValkeyServer = request.getfixturevalue("valkey")
        settings = Settings(valkey_url=SecretStr(server.url))
    cache = create_cache(settings, ValkeyGuard(1.0))
    for key in ("green", "black"):
        await cache.forget(key)
    yield cache
    await cache.close()


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


async def test_what_is_forgotten_is_loaded_again(cache: ReadCache) -> None:
    kettle = Kettle()

    await cache.read("green", Tea, kettle.brew("sencha"), 60)
    await cache.forget("green")
    fresh = await cache.read("green", Tea, kettle.brew("gyokuro"), 60)

    assert fresh.name == "gyokuro"


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
        settings = Settings(valkey_url=SecretStr(server.url))
        cache = create_cache(settings, ValkeyGuard(1.0, pause=0.0))
        await cache.read("green", Tea, kettle.brew("sencha"), 60)
        server.stop()
        during = await cache.read("green", Tea, kettle.brew("sencha"), 60)
        await cache.forget("green")
        server.start()
        await cache.read("green", Tea, kettle.brew("sencha"), 60)
        kept = await cache.read("green", Tea, kettle.brew("sencha"), 60)
        await cache.close()

    assert during == kept == Tea(name="sencha")
    assert kettle.loads == 3
