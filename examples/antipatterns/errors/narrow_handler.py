# /// bad
# mypy = ["arg-type"]
# basedpyright = ["reportArgumentType"]
# right = "examples/shop/app/core/problems.py"
# ///
"""A handler that takes less than it may be given."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.core.errors import AppError


async def on_app_error(_: Request, error: AppError) -> JSONResponse:
    """Answer what a domain raised."""
    return JSONResponse({"code": error.code}, 400)


def add_handlers(app: FastAPI) -> None:
    """Register the handler by method."""
    app.add_exception_handler(AppError, on_app_error)
