# /// bad
# ast-grep = ["SEC-015"]
# harm = "tests/antipatterns/security/test_content_length_only.py::test_chunked_body_is_read_to_the_end"
# right = "examples/shop/app/main.py"
# ///
"""A body limit that trusts `Content-Length`."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class BodyLimitMiddleware:
    """Refuses a body of more than `limit` bytes."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app unless the declared length is over the limit."""
        if scope["type"] == "http" and self.declares_too_much(scope):
            await PlainTextResponse("Too large", 413)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def declares_too_much(self, scope: Scope) -> bool:
        """Compare the `Content-Length` header with the limit."""
        return int(Headers(scope=scope).get("Content-Length", "0")) > self.limit
