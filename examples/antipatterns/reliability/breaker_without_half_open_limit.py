# /// bad
# harm = "tests/antipatterns/reliability/test_breaker_without_half_open_limit.py::test_half_open_breaker_lets_every_waiting_request_through"
# right = "examples/shop/app/core/circuit_breaker.py"
# ///
"""A circuit breaker that a library brings."""

from purgatory import AsyncCircuitBreakerFactory

PAUSE = 0.25  # seconds

breakers = AsyncCircuitBreakerFactory(default_threshold=1, default_ttl=PAUSE)
