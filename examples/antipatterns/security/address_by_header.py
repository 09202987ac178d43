# /// bad
# harm = "tests/antipatterns/security/test_forwarded_address.py::test_the_client_writes_an_address_for_each_request"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""The address of a client, from what came with its request."""

from fastapi import Request


def address_of(request: Request) -> str:
    """Return the address that asks, behind a proxy too."""
    peer = request.client.host if request.client else "unknown"
    return request.headers.get("X-Forwarded-For", peer).split(",")[0].strip()
