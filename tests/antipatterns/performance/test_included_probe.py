"""How often FastAPI compares a path with that of the route before it answers."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx import Request, Response
from starlette.routing import Match
from starlette.types import Scope

from antipatterns.performance import included_probe as wrong
from app.health.router import add_probes

HEALTH = Request("GET", "http://test/health")
type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the paths of the routes that are compared with that of a request."""
    paths: list[str] = []
    matches = APIRoute.matches

    def compare(route: APIRoute, scope: Scope) -> tuple[Match, Scope]:
        paths.append(route.path)
        return matches(route, scope)

    monkeypatch.setattr(APIRoute, "matches", compare)
    return paths


async def test_route_of_a_router_is_looked_for_twice(
    ask: Ask, compared: list[str], measured: Callable[[str], None]
) -> None:
    response = await ask(wrong.create_app(), HEALTH)

    assert response.status_code == 200
    assert compared == ["/health", "/health"]
    measured(f"The path was compared with the route's {len(compared)} times.")


async def test_route_of_the_app_is_looked_for_once(
    ask: Ask, compared: list[str]
) -> None:
    app = FastAPI()
    add_probes(app)

    response = await ask(app, HEALTH)

    assert response.status_code == 200
    assert compared == ["/health"]
