# /// bad
# ruff = ["TC002", "TC003"]
# ast-grep = ["TOOL-003"]
# harm = "tests/antipatterns/tooling/test_postponed_annotations.py::test_fix_of_ruff_breaks_the_route_and_the_schema"
# right = "examples/patterns/tooling/runtime_annotations.py"
# ///
"""A route whose annotations are text until FastAPI reads them."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request

router = APIRouter()


@router.get("/deliveries")
async def list_deliveries(request: Request, day: date) -> str:
    """Return the deliveries of one day."""
    return f"{request.method} {day:%d.%m.}"
