"""Pure ASGI middleware for every response (ERR-011, ERR-015, SEC-012)."""

from collections.abc import Awaitable, Mapping

import structlog
from fastapi import status
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.problems import ProblemResponse, plain_problem

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
CONTENT_POLICY = b"content-security-policy"
DOCS_PATHS = {"/docs", "/docs/oauth2-redirect", "/redoc"}


class CatchAllMiddleware:
    """Answers an unexpected exception with a 500 problem and logs it once.

    It is the innermost middleware, so that its response gets the headers of the
    others. A handler for `Exception` would run outside them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app; re-raise after the response has started, and outside HTTP."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        started = False

        def watch(message: Message) -> Awaitable[None]:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            return send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            # After the status only a closed connection tells the client.
            if started:
                raise
            logger.exception("unexpected_error", path=scope["path"])
            problem = plain_problem(status.HTTP_500_INTERNAL_SERVER_ERROR, scope)
            await ProblemResponse(problem)(scope, receive, send)


class HeadMiddleware:
    """Routes HEAD like GET (RFC 9110, 9.3.2); the server leaves out the body.

    Starlette's own routes answer HEAD, those of FastAPI refuse it with 405. A route
    with both methods would have a second operation in the OpenAPI document.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app; outer middleware finds HEAD and the route in the scope."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        routed = {**scope, "method": "GET"}
        try:
            await self.app(routed, receive, send)
        finally:
            scope.update({**routed, "method": "HEAD"})


class SecurityHeadersMiddleware:
    """Adds each security header that the route has not set itself.

    The pages of the interactive documentation load scripts from a CDN, which our
    content security policy forbids: they get the other headers only.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = [
            (name.lower().encode(), value.encode()) for name, value in headers.items()
        ]
        self.docs_headers = [
            header for header in self.headers if header[0] != CONTENT_POLICY
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app; scopes other than HTTP pass unchanged."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        path = scope["path"].removeprefix(scope.get("root_path", ""))
        headers = self.docs_headers if path in DOCS_PATHS else self.headers

        def add(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                missing = [header for header in headers if header[0] not in present]
                message["headers"] = [*message["headers"], *missing]
            return send(message)

        await self.app(scope, receive, add)
