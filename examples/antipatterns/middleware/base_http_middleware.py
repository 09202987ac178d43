# /// bad
# ast-grep = ["MW-001"]
# harm = "tests/antipatterns/middleware/test_base_http_middleware.py::test_base_http_middleware_does_not_see_the_user"
# right = "examples/patterns/middleware/pure_asgi.py"
# ///
"""A log of users, in a subclass of `BaseHTTPMiddleware`."""

from contextvars import ContextVar
from typing import override

import structlog
from fastapi import Request, Response
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
user_id: ContextVar[str | None] = ContextVar("user_id", default=None)


class UserLogMiddleware(BaseHTTPMiddleware):
    """Logs which user sent the request."""

    @override
    async def dispatch(
        self, request: Request, call_next: RequestResponseEndpoint
    ) -> Response:
        """Call the route, which sets the user's ID."""
        response = await call_next(request)
        logger.info("request", user_id=user_id.get())
        return response
