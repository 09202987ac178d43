# /// bad
# ast-grep = ["SEC-014"]
# harm = "tests/antipatterns/security/test_forwarded_address.py::test_server_that_trusts_every_proxy_trusts_the_client"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""A server that trusts forwarded headers from every peer."""

from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


def trust_forwarded_headers(app: FastAPI) -> None:
    """Take the client IP from `X-Forwarded-For` of every peer."""
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts="*")
