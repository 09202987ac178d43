# /// bad
# ast-grep = ["ERR-009"]
# harm = "tests/antipatterns/errors/test_dropped_headers.py::test_401_and_405_lose_their_required_header"
# right = "examples/shop/app/core/problems.py"
# ///
"""A handler that keeps the status and drops the headers."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException


async def on_http_exception(_: Request, error: HTTPException) -> JSONResponse:
    """Answer an error of the framework."""
    return JSONResponse({"title": error.detail}, error.status_code)


def add_handlers(app: FastAPI) -> None:
    """Register the handler."""
    app.exception_handler(HTTPException)(on_http_exception)
