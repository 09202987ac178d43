"""Whether a request without a `Host` header passes the allow-list."""

from collections.abc import Callable

from exchange import exchange_raw
from fastapi import FastAPI
from layers import middleware_of
from servers import http_server
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from antipatterns.security import cached_host_check as wrong
from app.config import Settings

REQUESTS = {
    "an allowed Host": b"GET / HTTP/1.0\r\nHost: shop.example\r\n\r\n",
    "another Host": b"GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n",
    "no Host": b"GET / HTTP/1.0\r\n\r\n",
}


def served(layer: Middleware) -> list[str]:
    """Send each request to an app that has started; return those answered with 200."""
    app = FastAPI(middleware=[layer])

    @app.get("/")
    async def read() -> None:
        """Answer 200."""

    with http_server(app) as address:
        return [
            name
            for name, request in REQUESTS.items()
            if b" 200 " in exchange_raw(address, request).partition(b"\r\n")[0]
        ]


def test_request_without_host_is_served(measured: Callable[[str], None]) -> None:
    found = served(
        Middleware(wrong.AllowedHostsMiddleware, allowed_hosts=["shop.example"])
    )

    assert found == ["an allowed Host", "no Host"]
    measured(
        f"A request with {found[1]} was served: the lifespan scope has no `Host`"
        " either, and Starlette lets it pass."
    )


def test_trusted_host_middleware_refuses_it() -> None:
    layer = middleware_of(
        Settings(allowed_hosts=["shop.example"]), TrustedHostMiddleware
    )

    assert served(layer) == ["an allowed Host"]
