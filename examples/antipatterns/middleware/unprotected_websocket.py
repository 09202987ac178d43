# /// bad
# harm = "tests/antipatterns/middleware/test_scope_types.py::test_websocket_without_key_is_accepted"
# right = "examples/patterns/middleware/protected_scopes.py"
# ///
"""A check of an API key that covers HTTP requests only."""

from secrets import compare_digest

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class ApiKeyMiddleware:
    """Refuses HTTP requests without the key."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self.app = app
        self.key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app if the key is right."""
        if scope["type"] == "http":
            key = Headers(scope=scope).get("x-api-key", "")
            if not compare_digest(key.encode(), self.key.encode()):
                refusal = PlainTextResponse("Unauthorized", 401)
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)
