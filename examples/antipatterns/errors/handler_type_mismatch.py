# /// bad
# mypy = ["arg-type"]
# basedpyright = ["reportArgumentType"]
# right = "examples/shop/app/core/problems.py"
# ///
"""A handler with a narrower parameter than `add_exception_handler` accepts."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.core.errors import AppError


async def on_app_error(_: Request, error: AppError) -> JSONResponse:
    """Answer an error of a domain."""
    return JSONResponse({"code": error.code}, 400)


def add_handlers(app: FastAPI) -> None:
    """Register the handler by method."""
    app.add_exception_handler(AppError, on_app_error)
