"""Stop calling an optional dependency while it fails (REL-008)."""

from collections.abc import Awaitable, Callable
from time import monotonic

import structlog
from anyio import fail_after

PAUSE = 1.0  # seconds between two attempts to reach a dependency that failed

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class CircuitOpenError(Exception):
    """The dependency failed in this call or shortly before: use the fallback."""


class CircuitBreaker:
    """Passes calls on while closed; the first failure or timeout opens it.

    While open, it refuses calls without waiting. Every `pause` seconds it is half-open:
    one call goes through, and its success closes the breaker.
    """

    def __init__(
        self,
        name: str,
        *,
        timeout: float,
        pause: float = PAUSE,
        failures: tuple[type[Exception], ...] = (OSError,),
    ) -> None:
        self.name = name
        self.timeout = timeout
        self.pause = pause
        self.failures: tuple[type[Exception], ...] = (TimeoutError, *failures)
        self.is_open = False
        self.opened_at = 0.0
        self.next_attempt_at = 0.0

    async def call[T](self, operation: Callable[[], Awaitable[T]]) -> T:
        """Return the result; CircuitOpenError on failure, timeout or open circuit."""
        started_at = monotonic()
        if self.is_open:
            self._admit_one(started_at)
        try:
            with fail_after(self.timeout):
                result = await operation()
        except self.failures as error:
            self._open(error)
            raise CircuitOpenError from error
        if self.is_open and started_at > self.opened_at:
            self._close()
        return result

    def _admit_one(self, now: float) -> None:
        if now < self.next_attempt_at:
            raise CircuitOpenError
        self.next_attempt_at = now + max(self.pause, self.timeout)

    def _open(self, error: Exception) -> None:
        self.opened_at = monotonic()
        self.next_attempt_at = self.opened_at + self.pause
        if not self.is_open:
            self.is_open = True
            reason = f"{type(error).__name__}: {error}"
            logger.warning("circuit_opened", circuit=self.name, error=reason)

    def _close(self) -> None:
        self.is_open = False
        logger.info("circuit_closed", circuit=self.name)
