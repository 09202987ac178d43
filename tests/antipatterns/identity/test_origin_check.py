"""Which pages can send a form with the session cookie of a visitor."""

from collections.abc import Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient

from antipatterns.identity import cookie_without_origin_check as wrong
from app.core.problems import add_problem_handlers
from patterns.identity import origin_check as right

SHOP, BLOG = "https://shop.example", "https://blog.shop.example"
COOKIE = {"__Host-session": "ada"}


def client_of(router: APIRouter) -> AsyncClient:
    """Return a browser that is logged in.

    SameSite=Lax doesn't stop it: the blog is another origin of the same site.
    """
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(router)
    return AsyncClient(transport=ASGITransport(app), base_url=SHOP, cookies=COOKIE)


async def test_form_of_another_origin_moves_money(
    measured: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(wrong.BALANCE, "ada", 500)
    async with client_of(wrong.router) as client:
        sent = await client.post(
            "/transfers", data={"amount": 400}, headers={"Origin": BLOG}
        )

    assert sent.status_code == 204
    assert wrong.BALANCE["ada"] == 100
    measured(
        f"A form on `{BLOG}` was answered {sent.status_code}: of 500 cents,"
        f" {wrong.BALANCE['ada']} were left."
    )


@pytest.mark.parametrize("origin", [BLOG, "null", None])
async def test_own_origin_is_required_for_changes(
    origin: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(right.BALANCE, "ada", 500)
    headers = {} if origin is None else {"Origin": origin}
    async with client_of(right.router) as client:
        foreign = await client.post("/transfers", data={"amount": 400}, headers=headers)
        read = await client.get("/transfers", headers=headers)
        own = await client.post(
            "/transfers", data={"amount": 400}, headers={"Origin": SHOP}
        )

    assert (foreign.status_code, read.json(), own.status_code) == (403, 500, 204)
    assert right.BALANCE["ada"] == 100
