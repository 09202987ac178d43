"""What an app in production serves of its documentation."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.lifespan import schema_left_open as wrong
from patterns.lifespan import closed_docs as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

STATUSES = {
    "/api/openapi.json": 200,
    "/api/docs": 200,
    "/openapi.json": 404,
    "/docs": 404,
    "/redoc": 404,
}


def get(path: str) -> Request:
    return Request("GET", f"http://shop{path}")


async def test_schema_is_served_in_production(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = wrong.create_app(in_production=True)

    page = await ask(app, get("/docs"))
    schema = await ask(app, get("/openapi.json"))

    assert (page.status_code, schema.status_code) == (404, 200)
    assert list(schema.json()["paths"]) == ["/api/refunds"]
    measured(
        f"In production /docs returned {page.status_code}, and /openapi.json "
        f"{schema.status_code} with {len(schema.json()['paths'])} path."
    )


@pytest.mark.parametrize("path", STATUSES)
async def test_nothing_is_served_in_production(ask: Ask, path: str) -> None:
    app = right.create_app(in_production=True)

    assert (await ask(app, get(path))).status_code == 404
    assert (await ask(app, get("/api/refunds"))).json() == []


@pytest.mark.parametrize(("path", "status"), STATUSES.items())
async def test_paths_elsewhere_are_below_the_api(
    ask: Ask, path: str, status: int
) -> None:
    app = right.create_app(in_production=False)

    assert (await ask(app, get(path))).status_code == status
