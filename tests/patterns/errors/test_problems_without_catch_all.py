"""Problem details alone: which errors reach no handler (ERR-006 without ERR-011)."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response
from starlette.middleware import Middleware

from app.core.middleware import CatchAllMiddleware
from app.core.problems import add_problem_handlers

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

REQUEST = Request("GET", "http://127.0.0.1/")


async def fail() -> None:
    raise RuntimeError("out of tea")


def add_failing_route(app: FastAPI) -> FastAPI:
    add_problem_handlers(app)
    app.get("/")(fail)
    return app


async def test_unexpected_error_without_catch_all_is_plain_text(ask: Ask) -> None:
    answer = await ask(add_failing_route(FastAPI()), REQUEST)

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


async def test_unexpected_error_with_catch_all_is_a_problem(ask: Ask) -> None:
    app = FastAPI(middleware=[Middleware(CatchAllMiddleware)])

    answer = await ask(add_failing_route(app), REQUEST)

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
