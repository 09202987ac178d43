# /// bad
# harm = "tests/antipatterns/errors/test_outermost_handler.py::test_the_500_has_no_headers_of_the_middleware"
# right = "examples/shop/app/core/middleware.py"
# ///
"""A catch-all that stands outside the middleware."""

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware


async def on_exception(_: Request, __: Exception) -> JSONResponse:
    """Answer 500 without details."""
    return JSONResponse({"detail": "Internal server error"}, 500)


def create_app() -> FastAPI:
    """Return an app that answers a browser of another origin."""
    app = FastAPI(
        middleware=[
            Middleware(CorrelationIdMiddleware),
            Middleware(CORSMiddleware, allow_origins=["https://shop.example"]),
        ]
    )
    app.add_exception_handler(Exception, on_exception)
    return app
