# /// bad
# harm = "tests/antipatterns/security/test_forwarded_address.py::test_a_server_that_believes_every_proxy_believes_the_client"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""Forwarded headers that are believed, whoever sends them."""

from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


def find_clients(app: FastAPI) -> None:
    """Show the app its clients' addresses, whichever proxy stands before it."""
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts="*")
