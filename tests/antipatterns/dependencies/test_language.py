"""The greeting for a client that speaks Swedish."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.dependencies import language_variable as wrong
from patterns.dependencies import language_parameter as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def greet(router: APIRouter, ask: Ask, language: str) -> str:
    """Return the greeting for a client of this language."""
    app = FastAPI()
    app.include_router(router)
    headers = {"Accept-Language": language}
    request = Request("GET", "http://shop/greeting", headers=headers)
    greeting: str = (await ask(app, request)).json()
    return greeting


async def test_context_variable_is_lost(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    greeting = await greet(wrong.router, ask, "sv")

    assert greeting == "Hello"
    measured(f"A client that asked for Swedish was greeted with {greeting!r}.")


@pytest.mark.parametrize(("language", "greeting"), [("sv", "Hej"), ("fi", "Hello")])
async def test_parameter_reaches_the_handler(
    ask: Ask, language: str, greeting: str
) -> None:
    assert await greet(right.router, ask, language) == greeting
