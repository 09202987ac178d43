"""The connection to Valkey, and what to do while there is none."""

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Annotated, Any

import structlog
from anyio import fail_after
from fastapi import Depends, Request
from valkey.asyncio import Valkey
from valkey.asyncio.retry import Retry
from valkey.backoff import NoBackoff
from valkey.exceptions import ConnectionError as ValkeyConnectionError
from valkey.exceptions import ValkeyError

from app.config import Settings

PAUSE = 1.0  # seconds in which a Valkey that failed is not asked again

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class ValkeyFailedError(Exception):
    """Valkey was asked and failed, or has failed just now; do without it."""


class ValkeyGuard:
    """Lets nobody wait for a Valkey that fails.

    A use takes `timeout` seconds at most. After a failure one use a second finds
    out whether Valkey is back; the log says once that it is gone, and once that it
    is back.
    """

    def __init__(self, timeout: float, pause: float = PAUSE) -> None:
        self.timeout = timeout
        self.pause = pause
        self.is_failing = False
        self.ask_again_at = 0.0
        self.failed_at = 0.0

    async def run[T](self, use: Callable[[], Awaitable[T]]) -> T:
        """Return what the use returns; ValkeyFailedError when Valkey fails."""
        begun_at = monotonic()
        if self.is_failing and begun_at < self.ask_again_at:
            raise ValkeyFailedError
        self.ask_again_at = begun_at + self.pause  # keeps the others off
        try:
            with fail_after(self.timeout):
                result = await use()
        except (OSError, ValkeyError) as error:  # a timeout is an OSError
            self._note_failure(error)
            raise ValkeyFailedError from error
        self._note_success(begun_at)
        return result

    def _note_failure(self, error: Exception) -> None:
        self.failed_at = monotonic()
        self.ask_again_at = self.failed_at + self.pause
        if not self.is_failing:
            self.is_failing = True
            logger.warning("valkey_failed", error=type(error).__name__)

    def _note_success(self, begun_at: float) -> None:
        if self.is_failing and begun_at > self.failed_at:  # else it is old news
            self.is_failing = False
            logger.info("valkey_is_back")


def create_valkey(settings: Settings) -> Valkey | None:
    """Return a client, which connects at first use; None without `valkey_url`.

    It tries again once and at once, for its connection may be of before a restart;
    then `ValkeyGuard` says when to ask the next time.
    """
    if settings.valkey_url is None:
        return None
    kind: Any = Valkey  # whose types leave out what it hands on
    client: Valkey = kind.from_url(
        settings.valkey_url.get_secret_value(),
        socket_connect_timeout=settings.valkey_timeout,
        socket_timeout=settings.valkey_timeout,
        retry=Retry(NoBackoff(), 1),
        retry_on_error=[ValkeyConnectionError],
    )
    return client


async def ping(client: Valkey) -> None:
    """Do one round trip, or raise what the client raises."""
    commands: Any = client  # whose types leave open whether it is asynchronous
    await commands.ping()


async def get_valkey(request: Request) -> Valkey | None:
    """Return the client that the lifespan made, if Valkey is configured."""
    client: Valkey | None = request.app.state.valkey
    return client


ValkeyDep = Annotated[Valkey | None, Depends(get_valkey)]
