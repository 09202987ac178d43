"""A request log that is written however the request ends."""

from collections.abc import Awaitable
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class RequestLogMiddleware:
    """Logs status and duration of each request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app; log HTTP requests."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        status = 500

        def watch(message: Message) -> Awaitable[None]:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            return send(message)

        started_at = perf_counter()
        try:
            await self.app(scope, receive, watch)
        finally:
            milliseconds = round((perf_counter() - started_at) * 1000)
            logger.info("request", path=scope["path"], status=status, ms=milliseconds)
