# /// bad
# ast-grep = ["ERR-010"]
# harm = "tests/antipatterns/errors/test_echoed_input.py::test_password_is_echoed_and_two_requests_are_500"
# right = "examples/shop/app/core/problems.py"
# ///
"""A 422 with everything that Pydantic reports."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse


async def on_invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    """Answer 422 with the errors."""
    return JSONResponse({"detail": "Invalid request", "errors": error.errors()}, 422)


def add_handlers(app: FastAPI) -> None:
    """Register the handler."""
    app.exception_handler(RequestValidationError)(on_invalid_request)
