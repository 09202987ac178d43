"""Where a second version finds the routes that it shares with the first."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.versioning import version_in_router as wrong
from patterns.versioning import version_prefix as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def list_articles(app: FastAPI, version: str, ask: Ask) -> Response:
    """Read the articles of one version."""
    return await ask(app, Request("GET", f"http://test/api/{version}/articles"))


async def test_shared_router_has_both_versions_in_its_path(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = wrong.create_app()

    first = await list_articles(app, "v1", ask)
    second = await list_articles(app, "v2", ask)

    _, path = app.openapi()["paths"]
    assert (first.json(), second.status_code) == (["lamp"], 404)
    assert path == "/api/v2/api/v1/articles"
    measured(
        f"`/api/v2/articles` was answered {second.status_code}:"
        f" the route of version 2 is `{path}`."
    )


async def test_shared_router_answers_in_both_versions(ask: Ask) -> None:
    app = right.create_app()

    answers = [await list_articles(app, version, ask) for version in ("v1", "v2")]

    assert [answer.json() for answer in answers] == [["lamp"], ["lamp"]]
