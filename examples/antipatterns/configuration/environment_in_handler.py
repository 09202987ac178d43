# /// bad
# ast-grep = ["CFG-001"]
# harm = "tests/antipatterns/configuration/test_environment_in_handler.py::test_bad_value_fails_each_request_after_a_healthy_start"
# right = "examples/patterns/configuration/settings_at_start.py"
# ///
"""A handler that reads the environment itself."""

import os

from fastapi import APIRouter

router = APIRouter()


@router.get("/health")
async def read_health() -> dict[str, str]:
    """Return that the process runs."""
    return {"status": "ok"}


@router.get("/limits")
async def read_limits() -> dict[str, float]:
    """Return how many seconds a request may take."""
    return {"timeout": float(os.environ["APP_TIMEOUT"])}
