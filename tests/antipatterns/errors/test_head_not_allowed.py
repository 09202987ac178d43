"""How a resource that can be read answers HEAD."""

from collections.abc import Awaitable, Callable

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
