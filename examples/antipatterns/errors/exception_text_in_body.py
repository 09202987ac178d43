# /// bad
# ast-grep = ["ERR-012"]
# also = { ERR-011 = "the handler for any exception is where the text leaks" }
# harm = "tests/antipatterns/errors/test_exception_text_in_body.py::test_body_shows_statement_and_address"
# right = "examples/shop/app/core/middleware.py"
# ///
"""A 500 with the text of the exception."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse


async def on_exception(_: Request, error: Exception) -> JSONResponse:
    """Answer 500 with the text of the exception."""
    return JSONResponse({"detail": str(error)}, 500)


def add_handlers(app: FastAPI) -> None:
    """Register the handler."""
    app.add_exception_handler(Exception, on_exception)
