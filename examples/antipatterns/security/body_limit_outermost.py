# /// bad
# ast-grep = ["SEC-012"]
# harm = "tests/antipatterns/security/test_body_limit_outermost.py::test_413_of_outermost_limit_lacks_headers"
# right = "examples/shop/app/main.py"
# ///
"""Middleware in the wrong order: the last one added is the outermost."""

from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.cors import CORSMiddleware

from app.core.middleware import SECURITY_HEADERS, SecurityHeadersMiddleware


def create_app() -> FastAPI:
    """Return an app that counts words, for pages of one origin."""
    app = FastAPI()
    app.add_middleware(SecurityHeadersMiddleware, headers=SECURITY_HEADERS)
    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"])
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=1_000)

    @app.post("/words")
    async def count(words: list[str]) -> int:
        return len(words)

    return app
