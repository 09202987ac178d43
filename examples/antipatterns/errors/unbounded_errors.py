# /// bad
# ast-grep = ["ERR-014"]
# harm = "tests/antipatterns/errors/test_unbounded_errors.py::test_small_body_gets_a_large_answer"
# right = "examples/shop/app/core/problems.py"
# ///
"""A 422 that lists every error, however many there are."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse


async def on_invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    """Answer 422 with location, message and type of each error."""
    errors = [
        {name: item[name] for name in ("loc", "msg", "type")} for item in error.errors()
    ]
    return JSONResponse({"detail": "Invalid request", "errors": errors}, 422)


def add_handlers(app: FastAPI) -> None:
    """Register the handler."""
    app.exception_handler(RequestValidationError)(on_invalid_request)
