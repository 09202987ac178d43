# /// bad
# ast-grep = ["LOG-004"]
# harm = "tests/antipatterns/logs/test_id_bound_in_thread.py::test_id_bound_in_worker_thread_is_lost"
# right = "examples/shop/app/core/logging.py"
# ///
"""A request ID that a plain function binds, in a worker thread."""

import structlog
from fastapi import APIRouter, Depends, Request
from structlog.contextvars import bind_contextvars

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def bind_request_id(request: Request) -> None:
    """Bind the ID to the entries of this request."""
    bind_contextvars(request_id=request.headers["X-Request-ID"])


router = APIRouter(dependencies=[Depends(bind_request_id)])


@router.get("/orders")
async def list_orders() -> list[str]:
    """List the orders."""
    logger.info("orders_listed")
    return []
