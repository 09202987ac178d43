# /// bad
# ast-grep = ["SEC-014"]
# harm = "tests/antipatterns/security/test_forwarded_address.py::test_client_forges_ip_of_each_request"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""The client IP, from a header that the client writes."""

from fastapi import Request


async def get_client_ip(request: Request) -> str:
    """Return the client IP to count by, behind a proxy too."""
    peer = request.client.host if request.client else "unknown"
    return request.headers.get("X-Forwarded-For", peer).split(",")[0].strip()
