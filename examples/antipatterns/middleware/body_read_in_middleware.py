# /// bad
# ast-grep = ["MW-005"]
# harm = "tests/antipatterns/middleware/test_body_read_in_middleware.py::test_route_waits_for_the_body_that_middleware_read"
# right = "examples/patterns/middleware/body_read_in_dependency.py"
# ///
"""A signature check in a middleware, which reads the body."""

import hmac

from fastapi import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class SignatureMiddleware:
    """Refuses webhooks without a valid signature."""

    def __init__(self, app: ASGIApp, key: bytes) -> None:
        self.app = app
        self.key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the signature of the body, then call the app."""
        if scope["type"] == "http":
            request = Request(scope, receive)
            expected = hmac.new(self.key, await request.body(), "sha256").hexdigest()
            signature = request.headers.get("X-Signature", "")
            if not hmac.compare_digest(signature.encode(), expected.encode()):
                refusal = PlainTextResponse("Invalid signature", 401)
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)
