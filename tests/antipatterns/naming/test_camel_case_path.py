"""A client that writes the path in lower case."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.naming import camel_case_path as wrong
from patterns.naming import kebab_case_path as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def ask_in_lower_case(router: APIRouter, ask: Ask) -> tuple[str, list[int]]:
    """Request the documented path as it is, and in lower case."""
    app = FastAPI()
    app.include_router(router)
    [path] = app.openapi()["paths"]
    answers = [
        await ask(app, Request("GET", f"http://test{spelling}"))
        for spelling in (path, path.lower())
    ]
    return path.lower(), [answer.status_code for answer in answers]


async def test_path_in_lower_case_is_not_found(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    path, statuses = await ask_in_lower_case(wrong.router, ask)

    assert statuses == [200, 404]
    measured(f"`GET /orderItems` returned {statuses[0]}, `GET {path}` {statuses[1]}.")


async def test_path_in_kebab_case_has_one_spelling(ask: Ask) -> None:
    assert await ask_in_lower_case(right.router, ask) == ("/order-items", [200, 200])
