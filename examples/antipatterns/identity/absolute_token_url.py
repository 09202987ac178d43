# /// bad
# ast-grep = ["IDP-006"]
# harm = "tests/antipatterns/identity/test_token_url.py::test_absolute_token_url_misses_the_prefix"
# right = "examples/shop/app/users/dependencies.py"
# ///
"""A `tokenUrl` that begins at the root of the host."""

from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.security import OAuth2PasswordBearer

BearerToken = Annotated[
    str, Depends(OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token"))
]


def create_app() -> FastAPI:
    """Return an app whose docs page has a button to log in."""
    app = FastAPI()

    @app.post("/api/v1/auth/token")
    async def log_in() -> dict[str, str]:
        return {"access_token": "opaque", "token_type": "bearer"}

    @app.get("/api/v1/users/me")
    async def read_me(bearer: BearerToken) -> str:
        return bearer

    return app
