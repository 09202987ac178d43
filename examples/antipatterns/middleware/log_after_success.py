# /// bad
# ast-grep = ["MW-004"]
# harm = "tests/antipatterns/middleware/test_log_after_success.py::test_failed_request_is_not_logged"
# right = "examples/patterns/middleware/log_in_finally.py"
# ///
"""A request log that is written after the app has returned."""

from time import perf_counter

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class RequestLogMiddleware:
    """Logs the duration of each request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app, then log."""
        started_at = perf_counter()
        await self.app(scope, receive, send)
        if scope["type"] == "http":
            milliseconds = round((perf_counter() - started_at) * 1000)
            logger.info("request", path=scope["path"], ms=milliseconds)
