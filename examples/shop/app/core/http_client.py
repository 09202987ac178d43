"""Requests to other services: one pool, one deadline, safe retries (REL-009)."""

from collections.abc import Mapping
from http import HTTPStatus

import anyio
import stamina
from asgi_correlation_id import correlation_id
from httpx import (
    AsyncClient,
    ConnectError,
    ConnectTimeout,
    HTTPStatusError,
    Limits,
    PoolTimeout,
    Request,
    RequestError,
    Response,
    TimeoutException,
)
from opentelemetry import propagate

from app.core.errors import UpstreamError, UpstreamTimeoutError

IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}
TEMPORARY = {
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
NEVER_SENT = (ConnectError, ConnectTimeout, PoolTimeout)
FIRST_BACKOFF = 0.025  # seconds
JITTER = 0.025  # seconds


async def add_context(request: Request) -> None:
    """Propagate the request ID and the trace of the request being served."""
    if request_id := correlation_id.get():
        request.headers["X-Request-ID"] = request_id
    propagate.inject(request.headers)


def create_client(timeout: float) -> AsyncClient:
    """Return the client whose connection pool the whole process shares.

    `timeout` in seconds limits each step: connect, one read, one write.
    """
    return AsyncClient(
        timeout=timeout,
        limits=Limits(max_connections=50, max_keepalive_connections=10),
        event_hooks={"request": [add_context]},
    )


class Upstream:
    """Sends requests to other services; every failure is an UpstreamError."""

    def __init__(self, client: AsyncClient, timeout: float, retries: int) -> None:
        self.client = client
        self.timeout = timeout  # seconds, all attempts together
        self.retry = stamina.AsyncRetryingCaller(
            attempts=retries + 1,
            timeout=None,  # which would not end a running attempt
            wait_initial=FIRST_BACKOFF,
            wait_jitter=JITTER,
        ).on(is_safe_to_retry)

    async def request(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Return the response, if its status is below 500.

        UpstreamTimeoutError when the deadline has passed; another UpstreamError when
        the last attempt fails.
        """
        request = self.client.build_request(
            method, url, content=content, headers=headers
        )
        try:
            with anyio.fail_after(self.timeout):
                return await self.retry(self._send, request)
        except (TimeoutError, TimeoutException) as error:
            raise UpstreamTimeoutError(f"{request.url.host} is too slow.") from error
        except HTTPStatusError as error:
            raise UpstreamError(f"{request.url.host} fails.") from error
        except RequestError as error:
            raise UpstreamError(f"{request.url.host} does not answer.") from error

    async def _send(self, request: Request) -> Response:
        response = await self.client.send(request)
        if response.is_server_error:
            response.raise_for_status()
        return response


def is_safe_to_retry(error: Exception) -> bool:
    """Return whether the failure may be temporary and a retry is safe."""
    match error:
        case HTTPStatusError():
            is_temporary = error.response.status_code in TEMPORARY
            return is_temporary and error.request.method in IDEMPOTENT
        case RequestError():
            never_sent = isinstance(error, NEVER_SENT)
            return never_sent or error.request.method in IDEMPOTENT
        case _:
            return False
