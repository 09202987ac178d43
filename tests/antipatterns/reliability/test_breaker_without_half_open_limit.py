"""How many requests reach a dependency that failed, when the pause is over."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from purgatory.domain.model import OpenedState

from antipatterns.reliability import breaker_without_half_open_limit as wrong
from app.core.circuit_breaker import CircuitBreaker, CircuitBreakerError

REQUESTS = 50


class Hanging:
    """A dependency that never answers; counts the calls that reach it."""

    def __init__(self) -> None:
        self.calls = 0

    async def ask(self) -> None:
        """Wait until cancelled."""
        self.calls += 1
        await asyncio.Event().wait()


async def fail() -> None:
    raise ConnectionError


async def count_calls(
    call: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]],
) -> int:
    """Let many requests call a dependency that hangs; count those that wait for it."""
    dependency = Hanging()
    requests = [asyncio.ensure_future(call(dependency.ask)) for _ in range(REQUESTS)]
    await asyncio.wait(requests, timeout=wrong.PAUSE)
    for request in requests:
        request.cancel()
    await asyncio.gather(*requests, return_exceptions=True)
    return dependency.calls


async def test_half_open_breaker_lets_every_waiting_request_through(
    measured: Callable[[str], None],
) -> None:
    breaker = await wrong.breakers.get_breaker("valkey")

    async def call(operation: Callable[[], Awaitable[None]]) -> None:
        async with breaker:
            await operation()

    with pytest.raises(ConnectionError):
        await call(fail)
    refused: list[OpenedState] = []
    for _ in range(REQUESTS):
        with pytest.raises(OpenedState) as caught:
            await call(fail)
        refused.append(caught.value)
    await asyncio.sleep(2 * wrong.PAUSE)

    calls = await count_calls(call)

    assert calls == REQUESTS
    assert len(set(map(id, refused))) == 1
    measured(
        f"After the pause, {calls} of {REQUESTS} requests waited for a dependency"
        " that hangs."
    )


async def test_own_breaker_lets_one_request_through() -> None:
    breaker = CircuitBreaker("valkey", timeout=10, threshold=1, pause=wrong.PAUSE)
    with pytest.raises(CircuitBreakerError):
        await breaker.call(fail)
    await asyncio.sleep(2 * wrong.PAUSE)

    assert await count_calls(breaker.call) == 1
