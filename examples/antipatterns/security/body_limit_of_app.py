# /// bad
# ast-grep = ["SEC-012"]
# harm = "tests/antipatterns/security/test_body_limit_outermost.py::test_413_of_app_limit_lacks_headers"
# right = "examples/shop/app/main.py"
# ///
"""The app's own body limit, which runs outside every middleware."""

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from app.core.middleware import SECURITY_HEADERS, SecurityHeadersMiddleware


def create_app() -> FastAPI:
    """Return an app that counts words, for pages of one origin."""
    app = FastAPI(
        max_body_size=1_000,
        middleware=[
            Middleware(SecurityHeadersMiddleware, headers=SECURITY_HEADERS),
            Middleware(CORSMiddleware, allow_origins=["https://shop.example"]),
        ],
    )

    @app.post("/words")
    async def count(words: list[str]) -> int:
        return len(words)

    return app
