import asyncio
from time import monotonic

import pytest

from app.core import circuit_breaker
from app.core.circuit_breaker import CircuitBreaker, CircuitBreakerError
from app.core.logging import configure_logging

OPENED, CLOSED = "circuit_opened", "circuit_closed"


class Dependency:
    """Answers while `error` is None; counts the calls that reach it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.calls = 0

    async def ask(self) -> str:
        """Return an answer, or raise the error."""
        self.calls += 1
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        return "answer"


async def fail(breaker: CircuitBreaker) -> None:
    with pytest.raises(CircuitBreakerError):
        await breaker.call(Dependency(ConnectionError("refused")).ask)


async def open_circuit(breaker: CircuitBreaker) -> None:
    for _ in range(breaker.threshold):
        await fail(breaker)


async def test_closed_breaker_returns_the_result() -> None:
    breaker = CircuitBreaker("test", timeout=10)

    assert await breaker.call(Dependency().ask) == "answer"
    assert not breaker.is_open


async def test_failures_in_a_row_open_the_breaker() -> None:
    breaker = CircuitBreaker("test", timeout=10, threshold=3)
    states: list[bool] = []

    for _ in range(3):
        await fail(breaker)
        states.append(breaker.is_open)

    assert states == [False, False, True]


async def test_success_between_failures_keeps_the_breaker_closed() -> None:
    breaker = CircuitBreaker("test", timeout=10, threshold=2)

    await fail(breaker)
    await breaker.call(Dependency().ask)
    await fail(breaker)

    assert not breaker.is_open


async def test_timeout_opens_the_breaker() -> None:
    breaker = CircuitBreaker("test", timeout=0.01, threshold=1, failures=(LookupError,))

    with pytest.raises(CircuitBreakerError):
        await breaker.call(asyncio.Event().wait)

    assert breaker.is_open


async def test_error_of_another_type_passes_and_keeps_the_breaker_closed() -> None:
    breaker = CircuitBreaker("test", timeout=10)

    with pytest.raises(LookupError):
        await breaker.call(Dependency(LookupError("a bug")).ask)

    assert not breaker.is_open


async def test_open_breaker_refuses_without_a_call() -> None:
    breaker = CircuitBreaker("test", timeout=10, pause=60)
    await open_circuit(breaker)
    dependency = Dependency()

    for _ in range(3):
        with pytest.raises(CircuitBreakerError):
            await breaker.call(dependency.ask)

    assert dependency.calls == 0


async def test_half_open_breaker_lets_one_of_many_calls_through() -> None:
    breaker = CircuitBreaker("test", timeout=10, pause=0)
    await open_circuit(breaker)
    dependency = Dependency()

    results = await asyncio.gather(
        *[breaker.call(dependency.ask) for _ in range(5)], return_exceptions=True
    )

    refused = [result for result in results if isinstance(result, CircuitBreakerError)]
    assert (dependency.calls, len(refused)) == (1, 4)
    assert not breaker.is_open


async def test_failed_attempt_keeps_the_breaker_open() -> None:
    breaker = CircuitBreaker("test", timeout=10, pause=0)
    await open_circuit(breaker)

    await fail(breaker)

    assert breaker.is_open


async def test_cancelled_attempt_is_followed_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    breaker = CircuitBreaker("test", timeout=10, pause=10)
    await open_circuit(breaker)
    opened = monotonic()
    monkeypatch.setattr(circuit_breaker, "monotonic", lambda: opened + 11)
    attempt = asyncio.create_task(breaker.call(asyncio.Event().wait))
    await asyncio.sleep(0)
    attempt.cancel()
    monkeypatch.setattr(circuit_breaker, "monotonic", lambda: opened + 22)

    assert await breaker.call(Dependency().ask) == "answer"
    assert not breaker.is_open


async def test_stale_success_does_not_close_breaker() -> None:
    breaker = CircuitBreaker("test", timeout=10, pause=60)
    end = asyncio.Event()
    started_before = asyncio.create_task(breaker.call(end.wait))
    await asyncio.sleep(0)
    await open_circuit(breaker)

    end.set()
    await started_before

    assert breaker.is_open


async def test_outage_is_logged_once_and_its_end_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    configure_logging("INFO", as_json=False, log_sql=False)
    breaker = CircuitBreaker("test", timeout=10, pause=0)

    for _ in range(3):
        await open_circuit(breaker)
    for _ in range(3):
        await breaker.call(Dependency().ask)

    assert (caplog.text.count(OPENED), caplog.text.count(CLOSED)) == (1, 1)
    assert caplog.text.count("'circuit': 'test'") == 2
    assert "refused" in caplog.text
