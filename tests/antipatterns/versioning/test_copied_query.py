"""Which articles two versions of a list hold."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.versioning import copied_query as wrong
from patterns.versioning import shared_service as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def names(app: FastAPI, version: str, ask: Ask) -> list[str]:
    """Return the names that one version lists."""
    response = await ask(app, Request("GET", f"http://test/api/{version}/articles"))
    return [article["name"] for article in response.json()]


async def test_copied_query_lists_an_archived_article(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = right.create_app(wrong.router_v2)

    first, second = await names(app, "v1", ask), await names(app, "v2", ask)

    assert (first, second) == (["Lamp"], ["Lamp", "Chair"])
    measured(
        f"Version 1 listed {len(first)} article, version 2 listed {len(second)}:"
        " it added the archived chair."
    )


async def test_shared_service_lists_the_same_articles(ask: Ask) -> None:
    app = right.create_app()

    assert await names(app, "v1", ask) == await names(app, "v2", ask) == ["Lamp"]
