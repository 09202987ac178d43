"""The response to a request whose dependency catches the 404 of the handler."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.dependencies import swallowed_exception as wrong
from patterns.dependencies import export_slot as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

UNKNOWN = Request("GET", "http://shop/exports/unknown")
KNOWN = Request("GET", "http://shop/exports/orders")


async def test_404_becomes_500(ask: Ask, measured: Callable[[str], None]) -> None:
    app = wrong.create_app()

    response = await ask(app, UNKNOWN)

    assert (response.status_code, app.state.failures) == (500, 1)
    measured(
        f"The handler raised a 404, and the client received {response.status_code}."
    )


async def test_404_reaches_the_client(ask: Ask) -> None:
    app = right.create_app()

    found, missing = await ask(app, KNOWN), await ask(app, UNKNOWN)

    assert (found.status_code, missing.status_code) == (200, 404)
    assert app.state.failures == 1
