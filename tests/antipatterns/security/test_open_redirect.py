"""Where a link to the shop leads."""

from collections.abc import Awaitable, Callable
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi import APIRouter, FastAPI
from httpx import QueryParams, Request, Response

from antipatterns.security import open_redirect as wrong
from patterns.security import own_redirect as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
EVIL = "evil.example"


async def follow(router: APIRouter, target: str, ask: Ask) -> Response:
    """Open a link to the shop with this target."""
    app = FastAPI()
    app.include_router(router)
    url = f"https://shop.example/welcome?{QueryParams({'target': target})}"
    return await ask(app, Request("GET", url))


async def test_link_to_the_shop_leads_elsewhere(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    hosts = []
    for target in (f"https://{EVIL}/login", f"//{EVIL}/login"):
        response = await follow(wrong.router, target, ask)
        found = urljoin("https://shop.example/", response.headers["location"])
        hosts.append(urlsplit(found).hostname)

    assert hosts == [EVIL, EVIL]
    measured(f"A link to `shop.example` led to the login page of `{hosts[0]}`.")


@pytest.mark.parametrize(
    "target",
    [
        f"https://{EVIL}",
        f"//{EVIL}",
        f"/\\{EVIL}",
        f"/\t/{EVIL}",
        f"\\\\{EVIL}",
        "javascript:alert(1)",
        "/orders\nSet-Cookie: a=b",
        "",
    ],
)
async def test_target_of_another_site_is_refused(target: str, ask: Ask) -> None:
    assert (await follow(right.router, target, ask)).status_code == 422


@pytest.mark.parametrize("target", ["/", "/orders", "/orders?page=2&sort=total"])
async def test_path_of_the_shop_is_followed(target: str, ask: Ask) -> None:
    response = await follow(right.router, target, ask)

    assert (response.status_code, response.headers["location"]) == (307, target)
