"""A route whose response depends on the user."""

from collections.abc import Awaitable, Callable

import fastapi
from fastapi import FastAPI
from httpx import Request, Response
from starlette.middleware.base import BaseHTTPMiddleware

from antipatterns.caching import public_by_default as wrong
from app.core.middleware import SECURITY_HEADERS, SecurityHeadersMiddleware

TOKEN = {"Authorization": "Bearer ada"}
type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


def create_app() -> FastAPI:
    app = FastAPI()

    @app.get("/me")
    async def read_profile() -> dict[str, str]:
        return {"email": "ada@example.com"}

    return app


async def read_cache_control(app: FastAPI, ask: Ask) -> str:
    response = await ask(app, Request("GET", "http://test/me", headers=TOKEN))
    assert response.json() == {"email": "ada@example.com"}
    return response.headers["Cache-Control"]


async def test_personal_response_may_be_stored_by_shared_cache(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = create_app()
    app.add_middleware(BaseHTTPMiddleware, dispatch=wrong.add_cache_control)

    cache_control = await read_cache_control(app, ask)

    assert cache_control == "public, max-age=300"
    measured(
        f"The response to `GET /me` of a logged-in user has `{cache_control}`: a CDN "
        "may send it to the next user for 5 minutes."
    )


async def test_personal_response_is_not_stored(ask: Ask) -> None:
    app = create_app()
    app.add_middleware(SecurityHeadersMiddleware, headers=SECURITY_HEADERS)

    assert await read_cache_control(app, ask) == "no-store"


async def test_route_can_set_a_header_of_its_own(ask: Ask) -> None:
    app = FastAPI()
    app.add_middleware(SecurityHeadersMiddleware, headers=SECURITY_HEADERS)

    @app.get("/countries")
    async def list_countries(response: fastapi.Response) -> list[str]:
        response.headers["Cache-Control"] = "public, max-age=300"
        return ["DE"]

    found = await ask(app, Request("GET", "http://test/countries"))
    assert found.headers["Cache-Control"] == "public, max-age=300"
