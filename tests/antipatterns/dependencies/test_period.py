"""A period of query parameters that ends before it starts."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.dependencies import period_depends as wrong
from patterns.dependencies import period_query as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def request(router: APIRouter, ask: Ask, start: str, end: str) -> Response:
    """Request the report of this period."""
    app = FastAPI()
    app.include_router(router)
    return await ask(app, Request("GET", f"http://shop/report?start={start}&end={end}"))


async def test_invalid_period_is_a_500(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    valid = await request(wrong.router, ask, "2026-11-01", "2026-11-30")
    invalid = await request(wrong.router, ask, "2026-11-30", "2026-11-01")

    assert (valid.json(), invalid.status_code) == (30, 500)
    measured(
        f"A request for a period that ends before it starts returned "
        f"{invalid.status_code}."
    )


async def test_invalid_period_is_a_422(ask: Ask) -> None:
    valid = await request(right.router, ask, "2026-11-01", "2026-11-30")
    invalid = await request(right.router, ask, "2026-11-30", "2026-11-01")

    assert (valid.json(), invalid.status_code) == (30, 422)
    assert "the period ends before it starts" in invalid.json()["detail"][0]["msg"]
