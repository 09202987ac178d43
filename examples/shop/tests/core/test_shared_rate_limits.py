"""Limits that are counted in Valkey, for all processes together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack

import pytest
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from pydantic import SecretStr
from servers import ValkeyServer

from app.core.config import Settings
from app.core.errors import RateLimitedError
from app.core.rate_limits import RateLimiter, create_rate_limiter
from app.core.valkey import ValkeyGuard, create_valkey

PATIENT = 5.0  # seconds: a busy machine is no failure of Valkey


@pytest.fixture
async def limiters(valkey: ValkeyServer) -> AsyncGenerator[list[RateLimiter]]:
    """Yield the limiters of two processes, each with a client of its own."""
    settings = Settings(valkey_url=SecretStr(valkey.url), valkey_timeout=PATIENT)
    guard = ValkeyGuard(PATIENT)
    async with AsyncExitStack() as stack:
        clients = [create_valkey(settings) for _ in range(2)]
        for client in clients:
            assert client is not None
            stack.push_async_callback(client.aclose)
        yield [create_rate_limiter(guard, client) for client in clients]


async def test_all_count_for_one_caller_and_say_how_long_to_wait(
    limiters: list[RateLimiter],
) -> None:
    one, other = limiters
    rate = RateLimitItemPerMinute(2)

    await one.check(rate, "shared", "ada")
    await other.check(rate, "shared", "ada")
    await one.check(rate, "shared", "bob")

    with pytest.raises(RateLimitedError) as caught:
        await one.check(rate, "shared", "ada")
    assert 1 < (caught.value.retry_after or 0) <= 60


async def test_nobody_is_told_to_come_again_at_once(
    limiters: list[RateLimiter],
) -> None:
    rate = RateLimitItemPerSecond(1)

    async def ask_often() -> None:
        for _ in range(100):
            await limiters[0].check(rate, "a second", "ada")

    with pytest.raises(RateLimitedError) as caught:
        await ask_often()

    assert caught.value.retry_after == 1
