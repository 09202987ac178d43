"""Which headers 401 and 405 carry."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from httpx import Request, Response

from antipatterns.errors import dropped_headers as wrong
from app.core.problems import add_problem_handlers

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
REQUIRED = {401: "WWW-Authenticate", 405: "Allow"}


@pytest.fixture
def app() -> FastAPI:
    """Return an app with one protected route."""
    app = FastAPI()

    @app.get("/")
    def read(_: Annotated[object, Depends(HTTPBearer())]) -> None: ...

    return app


async def lost(app: FastAPI, ask: Ask) -> dict[int, str]:
    """Send no token, then a wrong method; return the missing headers."""
    answers = [await ask(app, Request(how, "http://test/")) for how in ("GET", "PUT")]
    return {
        answer.status_code: header
        for answer in answers
        if (header := REQUIRED[answer.status_code]) not in answer.headers
    }


async def test_401_and_405_lose_their_required_header(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    wrong.add_handlers(app)

    missing = await lost(app, ask)

    assert missing == REQUIRED
    for status, header in missing.items():
        measured(f"The {status} had no `{header}`.")


async def test_shop_handler_keeps_headers(app: FastAPI, ask: Ask) -> None:
    add_problem_handlers(app)

    assert await lost(app, ask) == {}
