"""Pure ASGI middleware: no request object is built, context variables survive."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import override

import structlog
from fastapi import HTTPException, Response, status
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.config import Settings
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
VARY = (b"vary", b"Origin")
MOST_HOSTS = 100  # that are remembered: a wildcard lets in any number
DOCS_PATHS = {"/docs", "/docs/oauth2-redirect", "/redoc"}


class CatchAllMiddleware:
    """Answers an unexpected exception with a 500 problem, and logs it once.

    It stands inside the other middleware, so that its response gets their
    headers. A handler for `Exception` would run outside them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an HTTP request; anything else passes."""
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
            if started:  # too late for another response: let the server cut it off
                raise
            logger.exception("unexpected_error", path=scope["path"])
            problem = plain_problem(status.HTTP_500_INTERNAL_SERVER_ERROR, scope)
            await ProblemResponse(problem)(scope, receive, send)


class AllowedHostsMiddleware:
    """Refuses a `Host` that isn't ours with a problem.

    Starlette's middleware decides, and what it let through is remembered; its own
    refusal would be plain text.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Sequence[str]) -> None:
        self.app = app
        self.allowed_hosts = allowed_hosts
        self.known: set[bytes | None] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what is for one of our hosts."""
        host = find_header(scope, b"host")
        if host in self.known or await self.allows(scope, receive):
            if len(self.known) < MOST_HOSTS:
                self.known.add(host)
            await self.app(scope, receive, send)
        else:
            await refuse_host(scope, receive, send)

    async def allows(self, scope: Scope, receive: Receive) -> bool:
        """Tell whether Starlette would let this request through."""
        passed = False

        async def mark(_: Scope, __: Receive, ___: Send) -> None:
            nonlocal passed
            passed = True

        async def discard(_: Message) -> None:
            """Starlette's refusal ends here, and its redirect to `www`."""

        guard = TrustedHostMiddleware(mark, self.allowed_hosts)
        await guard(scope, receive, discard)
        return passed


def find_header(scope: Scope, name: bytes) -> bytes | None:
    """Return the first header of this name, which servers give in lower case."""
    for key, value in scope.get("headers", ()):
        if key == name:
            found: bytes = value
            return found
    return None


async def refuse_host(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 400 for every request."""
    detail = "This host is not served here."
    problem = plain_problem(status.HTTP_400_BAD_REQUEST, scope, detail)
    await ProblemResponse(problem)(scope, receive, send)


class CrossOriginMiddleware(CORSMiddleware):
    """Starlette's, whose refusal of a preflight is a problem and no plain text.

    Most requests come from no page: to these it only says that others might.
    """

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or find_header(scope, b"origin") is not None:
            await super().__call__(scope, receive, send)
            return

        def add(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], VARY]
            return send(message)

        await self.app(scope, receive, add)

    @override
    def preflight_response(self, request_headers: Headers) -> Response:
        """Return what tells a browser whether it may send the request."""
        response = super().preflight_response(request_headers)
        if response.status_code == status.HTTP_200_OK:
            return response
        detail = bytes(response.body).decode()
        return PreflightRefusal(detail, response.status_code, response.headers)


class PreflightRefusal(Response):
    """The problem of a preflight, which only knows its path when it is sent."""

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail = bytes(self.body).decode()
        problem = plain_problem(self.status_code, scope, detail)
        kept = {
            name: value
            for name, value in self.headers.items()
            if name not in {"content-length", "content-type"}
        }
        await ProblemResponse(problem, kept)(scope, receive, send)


def security_headers(settings: Settings) -> dict[str, str]:
    """Return what each response carries; a laptop has no TLS to insist on."""
    return {**SECURITY_HEADERS, **(HSTS if settings.in_production else {})}


class SecurityHeadersMiddleware:
    """Adds to every response the headers that it doesn't have yet.

    The pages of the interactive documentation load scripts from elsewhere: they get
    no content policy, which would blank them.
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
        """Serve an HTTP request; anything else passes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        headers = self.docs_headers if scope["path"] in DOCS_PATHS else self.headers

        def add(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                had = {name for name, _ in message["headers"]}
                missing = [header for header in headers if header[0] not in had]
                message["headers"] = [*message["headers"], *missing]
            return send(message)

        await self.app(scope, receive, add)


class BodyLimitMiddleware:
    """Refuses a body of more than `limit` bytes, declared or not.

    What declares too much is refused unread. A chunked body is counted as it is
    read; no handler runs before it has arrived.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an HTTP request; anything else passes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        declared = find_header(scope, b"content-length") or b"0"
        if not declared.isdigit() or int(declared) > self.limit:
            code = status.HTTP_413_CONTENT_TOO_LARGE
            await ProblemResponse(plain_problem(code, scope))(scope, receive, send)
            return

        received = 0

        async def count() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.limit:
                raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE)
            return message

        await self.app(scope, count, send)
