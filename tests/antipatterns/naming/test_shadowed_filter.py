"""A handler that calls the builtin that its parameter hides."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.naming import shadowed_filter as wrong
from patterns.naming import aliased_filter as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]

STREETS = Request("GET", "http://test/streets?filter=Mill")


async def answer(router: APIRouter, ask: Ask) -> Response:
    """Return what a client gets."""
    app = FastAPI()
    app.include_router(router)
    return await ask(app, STREETS)


async def test_parameter_hides_the_builtin(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await answer(wrong.router, ask)

    assert response.status_code == 500
    measured(f"`GET /streets?filter=Mill` returned {response.status_code}.")


async def test_alias_leaves_the_builtin(ask: Ask) -> None:
    assert (await answer(right.router, ask)).json() == ["Mill Lane"]
