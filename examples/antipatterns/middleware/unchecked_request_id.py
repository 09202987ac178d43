# /// bad
# ast-grep = ["MW-003"]
# harm = "tests/antipatterns/middleware/test_unchecked_request_id.py::test_client_writes_its_text_into_the_log"
# right = "examples/shop/app/core/request_ids.py"
# ///
"""A request ID that is whatever the client sent."""

from uuid import uuid4

from asgi_correlation_id import correlation_id
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send


class RequestIdMiddleware:
    """Takes the client's request ID, or creates one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the ID for the log entries of the request."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            correlation_id.set(headers.get("X-Request-ID") or uuid4().hex)
        await self.app(scope, receive, send)
