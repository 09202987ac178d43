# /// bad
# ast-grep = ["LOG-005"]
# harm = "tests/antipatterns/logs/test_access_log_with_query.py::test_callback_logs_the_code_twice"
# right = "examples/patterns/logs/access_log.py"
# ///
"""An access log beside uvicorn's, with the whole URL."""

from collections.abc import Awaitable, Callable

import structlog
from fastapi import Request, Response

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def log_request(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Log the request after its response."""
    response = await call_next(request)
    logger.info("request", url=str(request.url), status=response.status_code)
    return response
