"""An app whose check of the token refuses everyone, and tests of a route of it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException

from antipatterns.testing import overridden_user as wrong
from patterns.testing import signed_in_client as right

TOKEN = "token-of-ada"  # noqa: S105 - an example


def broken_user(authorization: Annotated[str, Header()] = "") -> str:
    """Compare the whole header with the token: its scheme is forgotten."""
    if authorization != TOKEN:
        raise HTTPException(401)
    return "ada"


def create_app() -> FastAPI:
    app = FastAPI()

    @app.get("/me")
    async def read_me(user: Annotated[str, Depends(broken_user)]) -> str:
        return user

    return app


async def test_override_hides_a_broken_login(measured: Callable[[str], None]) -> None:
    tested = await wrong.get_as_ada(create_app(), broken_user, "/me")
    real = await right.get_with_token(create_app(), TOKEN, "/me")

    assert (tested.status_code, real.status_code) == (200, 401)
    measured(
        f"The test got {tested.status_code}; Ada, with a valid token, "
        f"got {real.status_code}."
    )


async def test_real_token_shows_the_broken_login() -> None:
    tested = await right.get_with_token(create_app(), TOKEN, "/me")

    assert tested.status_code == 401
