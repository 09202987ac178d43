# /// bad
# harm = "tests/antipatterns/identity/test_plain_http.py::test_redirect_hides_a_token_in_plain_text"
# right = "examples/patterns/identity/https_only.py"
# ///
"""An API that redirects plain HTTP."""

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware


def create_app() -> FastAPI:
    """Return an app that accepts orders."""
    app = FastAPI(middleware=[Middleware(HTTPSRedirectMiddleware)])

    @app.post("/orders")
    async def place_order() -> str:
        return "placed"

    return app
