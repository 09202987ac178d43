# /// bad
# ast-grep = ["SEC-011"]
# harm = "tests/antipatterns/security/test_cors_any_origin.py::test_other_origin_reads_response_with_cookie"
# right = "examples/shop/app/main.py"
# ///
"""CORS for every origin, with credentials."""

from typing import Annotated

from fastapi import Cookie, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware


def create_app() -> FastAPI:
    """Return an app that identifies its users by a cookie."""
    app = FastAPI(
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_credentials=True,
                allow_methods=["*"],
                allow_headers=["*"],
            )
        ]
    )

    @app.get("/me")
    async def read_me(session: Annotated[str, Cookie()]) -> str:
        return f"Private data of {session}."

    return app
