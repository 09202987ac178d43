# /// bad
# ast-grep = ["LOG-006"]
# harm = "tests/antipatterns/logs/test_client_error_as_error.py::test_scan_logs_an_error_for_each_request"
# right = "examples/patterns/logs/access_log.py"
# ///
"""An exception handler that logs every mistake of a client as an error."""

import structlog
from fastapi import HTTPException, Request, Response
from fastapi.exception_handlers import http_exception_handler

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def on_http_exception(request: Request, error: HTTPException) -> Response:
    """Log the exception and return the response."""
    logger.error("request_failed", status=error.status_code)
    return await http_exception_handler(request, error)
