"""Pure ASGI middleware: no request object is built, context variables survive."""

from collections.abc import Sequence

import structlog
from fastapi import status
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.problems import ProblemResponse, plain_problem

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


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

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

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

    Starlette's middleware decides; its own refusal would be plain text.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Sequence[str]) -> None:
        self.app = app
        self.allowed_hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what is for one of our hosts."""
        app = self.app if await self.allows(scope, receive) else refuse_host
        await app(scope, receive, send)

    async def allows(self, scope: Scope, receive: Receive) -> bool:
        """Tell whether Starlette would let this request through."""
        passed = False

        async def mark(_: Scope, __: Receive, ___: Send) -> None:
            nonlocal passed
            passed = True

        async def discard(_: Message) -> None:
            """Starlette's refusal ends here."""

        guard = TrustedHostMiddleware(mark, self.allowed_hosts, www_redirect=False)
        await guard(scope, receive, discard)
        return passed


async def refuse_host(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 400 for every request."""
    detail = "This host is not served here."
    problem = plain_problem(status.HTTP_400_BAD_REQUEST, scope, detail)
    await ProblemResponse(problem)(scope, receive, send)
