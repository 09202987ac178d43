"""One access log entry for each request; run uvicorn with `--no-access-log`."""

import logging
from collections.abc import Awaitable
from http import HTTPStatus
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def level_of(status: int) -> int:
    """Return the log level: only a failure of the service is an error."""
    is_failure = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return logging.ERROR if is_failure else logging.INFO


class AccessLogMiddleware:
    """Logs the path of each request, never its query string."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app; log an HTTP request when it has ended, also by an exception."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        started_at = perf_counter()
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value

        def watch(message: Message) -> Awaitable[None]:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            return send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            logger.log(
                level_of(status),
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                seconds=round(perf_counter() - started_at, 4),
            )
