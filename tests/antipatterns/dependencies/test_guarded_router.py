"""Requests without a token to a router for operators."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, FastAPI
from httpx import Request, Response

from antipatterns.dependencies import guard_per_route as wrong
from patterns.dependencies import guarded_router as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

TOKEN = b"of-the-operators"
HEADERS = {"Authorization": f"Bearer {TOKEN.decode()}"}
PUBLIC = {"/health"}


def request(method: str, path: str, headers: dict[str, str] | None = None) -> Request:
    return Request(method, f"http://shop{path}", headers=headers)


async def test_route_without_the_check_is_public(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = wrong.create_app(TOKEN)

    listed = await ask(app, request("GET", "/jobs", HEADERS))
    refused = await ask(app, request("GET", "/jobs"))
    deleted = await ask(app, request("DELETE", "/jobs/backup"))

    assert listed.json() == ["backup"]
    assert (refused.status_code, deleted.status_code) == (401, 204)
    count = 1 - len(app.state.jobs)
    assert count == 1
    measured(f"A client without a token deleted {count} of 1 job.")


async def test_every_route_requires_the_token(ask: Ask) -> None:
    app = right.create_app(TOKEN)

    refused = await ask(app, request("DELETE", "/jobs/backup"))
    assert (refused.status_code, app.state.jobs) == (401, ["backup"])
    wrong_token = {"Authorization": "Bearer guessed"}
    assert (await ask(app, request("GET", "/jobs", wrong_token))).status_code == 403
    assert (await ask(app, request("GET", "/jobs", HEADERS))).json() == ["backup"]
    deleted = await ask(app, request("DELETE", "/jobs/backup", HEADERS))
    assert (deleted.status_code, app.state.jobs) == (204, [])


async def test_check_of_router_and_route_runs_once(ask: Ask) -> None:
    calls: list[str] = []

    async def check() -> str:
        calls.append("check")
        return "operator"

    app = FastAPI(dependencies=[Depends(check)])

    @app.get("/me")
    async def read_me(name: Annotated[str, Depends(check)]) -> str:
        return name

    assert (await ask(app, request("GET", "/me"))).json() == "operator"
    assert calls == ["check"]


async def find_public_paths(app: FastAPI, ask: Ask) -> set[str]:
    """Return the paths with an operation that answers without a token."""
    return {
        path
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if (await ask(app, request(method.upper(), path))).status_code != 401
    }


async def test_only_listed_paths_are_public(ask: Ask) -> None:
    app = right.create_app(TOKEN)

    @app.get("/health")
    async def read_health() -> str:
        return "ok"

    assert await find_public_paths(app, ask) == PUBLIC
    assert await find_public_paths(wrong.create_app(TOKEN), ask) == {"/jobs/{job}"}
