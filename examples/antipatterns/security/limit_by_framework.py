# /// bad
# harm = "tests/antipatterns/security/test_refusals_outside.py::test_limit_of_the_framework_refuses_outside_the_middleware"
# right = "examples/shop/app/main.py"
# ///
"""The body limit of FastAPI itself, which runs outside every middleware."""

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
