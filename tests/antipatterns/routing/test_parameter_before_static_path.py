"""Which of two routes answers a path that both match."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.routing import parameter_before_static_path as wrong
from patterns.routing import static_path_first as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def read(router: APIRouter, path: str, ask: Ask) -> Response:
    """Send a GET to an app with the routes."""
    app = FastAPI()
    app.include_router(router)
    return await ask(app, Request("GET", f"http://test{path}"))


async def test_static_path_is_parsed_as_an_id(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    response = await read(wrong.router, "/accounts/me", ask)

    assert (await read(wrong.router, "/accounts/7", ask)).json() == "account 7"
    assert await wrong.read_me() == "your account"
    assert response.status_code == 422
    (error,) = response.json()["detail"]
    assert error["loc"] == ["path", "account_id"]
    measured(
        f"`GET /accounts/me` was answered {response.status_code}:"
        f" {error['msg']}, for `{error['loc'][1]}`."
    )


async def test_static_path_is_answered_by_its_own_route(ask: Ask) -> None:
    assert (await read(right.router, "/accounts/me", ask)).json() == "your account"
    assert (await read(right.router, "/accounts/7", ask)).json() == "account 7"
