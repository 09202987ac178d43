# /// bad
# ast-grep = ["MW-002"]
# harm = "tests/antipatterns/middleware/test_scope_types.py::test_middleware_that_reads_headers_breaks_the_lifespan"
# right = "examples/patterns/middleware/protected_scopes.py"
# ///
"""A middleware that takes every scope for a request."""

from secrets import compare_digest

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class ApiKeyMiddleware:
    """Refuses requests without the key."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self.app = app
        self.key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app if the key is right."""
        key = Headers(scope=scope).get("x-api-key", "")
        if not compare_digest(key.encode(), self.key.encode()):
            await PlainTextResponse("Unauthorized", 401)(scope, receive, send)
            return
        await self.app(scope, receive, send)
