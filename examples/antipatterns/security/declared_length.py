# /// bad
# harm = "tests/antipatterns/security/test_declared_length.py::test_what_declares_nothing_is_read_to_the_end"
# right = "examples/shop/app/core/middleware.py"
# ///
"""A limit that takes the client's word for the length."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class BodyLimitMiddleware:
    """Refuses a body of more than `limit` bytes."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an HTTP request; anything else passes."""
        if scope["type"] == "http" and self.declares_too_much(scope):
            await PlainTextResponse("Too large", 413)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def declares_too_much(self, scope: Scope) -> bool:
        """Tell whether the body says itself that it is too large."""
        return int(Headers(scope=scope).get("Content-Length", "0")) > self.limit
