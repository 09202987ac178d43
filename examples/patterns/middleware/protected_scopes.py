"""A check of an API key that covers HTTP and WebSockets."""

from secrets import compare_digest

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose


class ApiKeyMiddleware:
    """Refuses HTTP requests and WebSockets without the key."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self.app = app
        self.key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app if the key is right; lifespan events have none."""
        if scope["type"] == "lifespan" or self.has_key(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            refusal = PlainTextResponse("Unauthorized", 401)
            await refusal(scope, receive, send)

    def has_key(self, scope: Scope) -> bool:
        """Return whether the client sent the key."""
        key = Headers(scope=scope).get("x-api-key", "")
        return compare_digest(key.encode(), self.key.encode())
