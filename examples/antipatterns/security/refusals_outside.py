# /// bad
# harm = "tests/antipatterns/security/test_refusals_outside.py::test_the_refusal_lacks_what_the_answer_has"
# right = "examples/shop/app/main.py"
# ///
"""Middleware added in the order in which a request is meant to meet it."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from app.core.middleware import (
    SECURITY_HEADERS,
    BodyLimitMiddleware,
    SecurityHeadersMiddleware,
)


def create_app() -> FastAPI:
    """Return an app that counts the words it is sent, from one origin."""
    app = FastAPI()
    app.add_middleware(SecurityHeadersMiddleware, headers=SECURITY_HEADERS)
    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"])
    app.add_middleware(BodyLimitMiddleware, limit=1_000)

    @app.post("/words")
    async def count(words: list[str]) -> int:
        return len(words)

    return app
