"""A log of users, in a pure ASGI middleware."""

from contextvars import ContextVar

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
user_id: ContextVar[str | None] = ContextVar("user_id", default=None)


class UserLogMiddleware:
    """Logs which user sent the request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app, whose route sets the user's ID."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            logger.info("request", user_id=user_id.get())
