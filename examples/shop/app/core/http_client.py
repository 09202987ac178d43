"""Requests to other services: one pool, time limits, retries, the request's id."""

from collections.abc import Mapping
from http import HTTPStatus
from random import SystemRandom

import anyio
import structlog
from asgi_correlation_id import correlation_id
from httpx import (
    AsyncClient,
    ConnectError,
    ConnectTimeout,
    Limits,
    Request,
    RequestError,
    Response,
    Timeout,
    TimeoutException,
)
from opentelemetry import propagate

from app.config import Settings
from app.core.errors import UpstreamError, UpstreamTimeoutError

REPEATABLE = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}
TEMPORARY = {
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
FIRST_PAUSE = 0.05
JITTER = SystemRandom()

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def add_context(request: Request) -> None:
    """Hand on the ids of the request that this one is made for."""
    if request_id := correlation_id.get():
        request.headers["X-Request-ID"] = request_id
    propagate.inject(request.headers)


def create_client(settings: Settings) -> AsyncClient:
    """Return the one client that all requests of a process share, with its pool."""
    return AsyncClient(
        timeout=Timeout(settings.outbound_timeout),
        limits=Limits(max_connections=50, max_keepalive_connections=10),
        event_hooks={"request": [add_context]},
    )


class Upstream:
    """Asks other services; whatever goes wrong there is an UpstreamError here."""

    def __init__(self, client: AsyncClient, timeout: float, retries: int) -> None:
        self.client = client
        self.timeout = timeout
        self.retries = retries

    async def request(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Return the answer, of whatever status below 500.

        UpstreamTimeoutError after `timeout` seconds, all attempts together:
        httpx by itself limits each read, and a server may trickle for ever.
        """
        request = self.client.build_request(
            method, url, content=content, headers=headers
        )
        try:
            with anyio.fail_after(self.timeout):
                response = await self._send(request)
        except (TimeoutError, TimeoutException) as error:
            raise UpstreamTimeoutError(f"{request.url.host} is too slow.") from error
        except RequestError as error:
            raise UpstreamError(f"{request.url.host} does not answer.") from error
        if response.is_server_error:
            raise UpstreamError(f"{request.url.host} fails.")
        return response

    async def _send(self, request: Request) -> Response:
        for attempt in range(self.retries):
            try:
                response = await self.client.send(request)
            except RequestError as error:
                if not may_repeat(request, error):
                    raise
                reason = type(error).__name__
            else:
                if response.status_code not in TEMPORARY or not may_repeat(request):
                    return response
                reason = str(response.status_code)
            logger.info("upstream_retried", host=request.url.host, reason=reason)
            pause = FIRST_PAUSE * 2**attempt
            await anyio.sleep(JITTER.uniform(pause / 2, pause))
        return await self.client.send(request)


def may_repeat(request: Request, error: RequestError | None = None) -> bool:
    """Tell whether a second attempt can do no harm: nothing arrived, or it is safe."""
    never_sent = isinstance(error, ConnectError | ConnectTimeout)
    return never_sent or request.method in REPEATABLE
