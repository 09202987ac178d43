"""Which media types the 404 of a route and of the router have."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI, HTTPException
from httpx import Request, Response

from antipatterns.errors import fastapi_http_exception_only as wrong
from app.core.problems import add_problem_handlers

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


@pytest.fixture
def app() -> FastAPI:
    """Return an app whose only route answers 404."""
    app = FastAPI()

    @app.get("/known")
    def read() -> None:
        raise HTTPException(404)

    return app


async def media_types(app: FastAPI, ask: Ask) -> list[str]:
    answers = [
        await ask(app, Request("GET", f"http://test/{path}"))
        for path in ("known", "unknown")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    return [answer.headers["content-type"] for answer in answers]


async def test_unknown_path_has_another_shape(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    wrong.add_handlers(app)

    known, unknown = await media_types(app, ask)

    assert (known, unknown) == ("application/problem+json", "application/json")
    measured(f"The route's 404 was `{known}`, the router's `{unknown}`.")


async def test_handler_for_the_base_class_catches_both(app: FastAPI, ask: Ask) -> None:
    add_problem_handlers(app)

    assert await media_types(app, ask) == ["application/problem+json"] * 2
