"""Stop calling an optional dependency while it fails (REL-008)."""

from collections.abc import Awaitable, Callable
from time import monotonic

import structlog
from anyio import fail_after

THRESHOLD = 5  # failures in a row that open the circuit
PAUSE = 1.0  # seconds between two attempts while it is open

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class CircuitBreakerError(Exception):
    """The call failed, or the circuit is open: use the fallback."""


class CircuitBreaker:
    """Passes calls on while closed; `threshold` failures in a row open it.

    A timeout is a failure. While open, it refuses calls without waiting. Every `pause`
    seconds it is half-open: one call goes through, and its success closes the breaker.
    """

    def __init__(
        self,
        name: str,
        *,
        timeout: float,
        threshold: int = THRESHOLD,
        pause: float = PAUSE,
        failures: tuple[type[Exception], ...] = (OSError,),
    ) -> None:
        self.name = name
        self.timeout = timeout
        self.threshold = threshold
        self.pause = pause
        self.failures: tuple[type[Exception], ...] = (TimeoutError, *failures)
        self.failures_in_row = 0
        self.is_open = False
        self.opened_at = 0.0
        self.next_attempt_at = 0.0

    async def call[T](self, operation: Callable[[], Awaitable[T]]) -> T:
        """Return the result; CircuitBreakerError if it fails or the circuit is open."""
        started_at = monotonic()
        if self.is_open:
            self._admit_one(started_at)
        try:
            with fail_after(self.timeout):
                result = await operation()
        except self.failures as error:
            self._fail(error)
            raise CircuitBreakerError from error
        if not self.is_open or started_at > self.opened_at:
            self._succeed()
        return result

    def _admit_one(self, now: float) -> None:
        if now < self.next_attempt_at:
            raise CircuitBreakerError
        self.next_attempt_at = now + max(self.pause, self.timeout)

    def _fail(self, error: Exception) -> None:
        self.failures_in_row += 1
        if self.failures_in_row < self.threshold:
            return
        self.opened_at = monotonic()
        self.next_attempt_at = self.opened_at + self.pause
        if not self.is_open:
            self.is_open = True
            reason = f"{type(error).__name__}: {error}"
            logger.warning("circuit_opened", circuit=self.name, error=reason)

    def _succeed(self) -> None:
        self.failures_in_row = 0
        if self.is_open:
            self.is_open = False
            logger.info("circuit_closed", circuit=self.name)
