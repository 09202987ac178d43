# /// bad
# harm = "tests/antipatterns/security/test_cached_host_check.py::test_request_without_host_is_served"
# right = "examples/shop/app/main.py"
# ///
"""A Host allow-list that caches its decisions."""

from collections.abc import Sequence

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


class AllowedHostsMiddleware:
    """Runs Starlette's check once per `Host` and caches the allowed hosts."""

    def __init__(self, app: ASGIApp, allowed_hosts: Sequence[str]) -> None:
        self.app = app
        self.check = TrustedHostMiddleware(self.cache_host, allowed_hosts)
        self.allowed: set[bytes | None] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app directly for a cached host, else run Starlette's check."""
        app = self.app if host_of(scope) in self.allowed else self.check
        await app(scope, receive, send)

    async def cache_host(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Cache the host that Starlette has allowed; call the app."""
        self.allowed.add(host_of(scope))
        await self.app(scope, receive, send)


def host_of(scope: Scope) -> bytes | None:
    """Return the `Host` header, None without one."""
    return dict(scope.get("headers", ())).get(b"host")
