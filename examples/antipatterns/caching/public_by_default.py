# /// bad
# ast-grep = ["CACHE-001"]
# harm = "tests/antipatterns/caching/test_public_by_default.py::test_personal_response_may_be_stored_by_shared_cache"
# right = "examples/shop/app/core/middleware.py"
# ///
"""A middleware that makes every response cacheable for everyone."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response


async def add_cache_control(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Let every cache store the response for five minutes."""
    response = await call_next(request)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
