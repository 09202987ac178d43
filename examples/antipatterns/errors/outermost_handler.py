# /// bad
# ast-grep = ["ERR-011"]
# harm = "tests/antipatterns/errors/test_outermost_handler.py::test_500_lacks_headers_of_the_middleware"
# right = "examples/shop/app/core/middleware.py"
# ///
"""A handler for `Exception`, which runs outside the middleware."""

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware


async def on_exception(_: Request, __: Exception) -> JSONResponse:
    """Answer 500 without details."""
    return JSONResponse({"detail": "Internal server error"}, 500)


def create_app() -> FastAPI:
    """Return an app for pages of another origin."""
    app = FastAPI(
        middleware=[
            Middleware(CorrelationIdMiddleware),
            Middleware(CORSMiddleware, allow_origins=["https://shop.example"]),
        ]
    )
    app.add_exception_handler(Exception, on_exception)
    return app
