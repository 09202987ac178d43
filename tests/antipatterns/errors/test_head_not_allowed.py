"""How a resource that can be read answers HEAD."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.errors import head_not_allowed as wrong
from app.core.middleware import HeadMiddleware

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
URL = "http://test/report.csv"


async def read_and_head(app: FastAPI, ask: Ask) -> tuple[Response, Response]:
    """Send GET and HEAD for the resource."""
    return await ask(app, Request("GET", URL)), await ask(app, Request("HEAD", URL))


async def test_head_is_refused(ask: Ask, measured: Callable[[str], None]) -> None:
    read, head = await read_and_head(wrong.create_app(), ask)

    assert (read.status_code, head.status_code) == (200, 405)
    measured(
        f"GET was answered {read.status_code}, HEAD {head.status_code}"
        f" with `Allow: {head.headers['allow']}`."
    )


async def test_head_has_the_headers_of_get(ask: Ask) -> None:
    app = wrong.create_app()
    app.add_middleware(HeadMiddleware)

    read, head = await read_and_head(app, ask)

    assert (read.status_code, head.status_code) == (200, 200)
    assert head.headers == read.headers
    assert head.headers["content-length"] == str(len(read.content))


def test_second_method_on_a_route_is_documented_as_an_operation() -> None:
    app = FastAPI()

    @app.api_route("/report.csv", methods=["GET", "HEAD"])
    async def read_report() -> str:
        return "id,price"

    with pytest.warns(UserWarning, match="Duplicate Operation ID"):
        document = app.openapi()

    assert set(document["paths"]["/report.csv"]) == {"get", "head"}


def test_middleware_adds_no_operation() -> None:
    app = wrong.create_app()
    app.add_middleware(HeadMiddleware)

    assert set(app.openapi()["paths"]["/report.csv"]) == {"get"}
