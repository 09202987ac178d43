# /// bad
# ast-grep = ["ERR-007"]
# harm = "tests/antipatterns/errors/test_class_name_as_code.py::test_subclass_changes_the_published_type"
# right = "examples/shop/app/core/problems.py"
# ///
"""An error response that publishes the name of a Python class."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.core.errors import ConflictError


async def on_conflict(_: Request, error: Exception) -> JSONResponse:
    """Answer a conflict with the stored state."""
    return JSONResponse({"detail": str(error), "type": type(error).__name__}, 409)


def add_handlers(app: FastAPI) -> None:
    """Register the handler."""
    app.add_exception_handler(ConflictError, on_conflict)
