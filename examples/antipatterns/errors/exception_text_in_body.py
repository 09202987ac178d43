# /// bad
# harm = "tests/antipatterns/errors/test_exception_text_in_body.py::test_the_body_shows_the_database"
# right = "examples/shop/app/core/middleware.py"
# ///
"""A catch-all that says what went wrong."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse


async def on_exception(_: Request, error: Exception) -> JSONResponse:
    """Answer 500 with the exception's text."""
    return JSONResponse({"detail": str(error)}, 500)


def add_handlers(app: FastAPI) -> None:
    """Register the handler."""
    app.add_exception_handler(Exception, on_exception)
