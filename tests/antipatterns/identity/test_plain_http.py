"""What happens to a client that uses `http://` by mistake."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Request, Response, TooManyRedirects
from starlette.types import ASGIApp, Receive, Scope, Send

from antipatterns.identity import redirect_to_https as wrong
from app.core.problems import add_problem_handlers
from patterns.identity import https_only as right

URL = "http://shop.example/orders"
TOKEN = {"Authorization": "Bearer opaque"}


def behind_tls_proxy(app: ASGIApp) -> ASGIApp:
    """Return the app behind a proxy that decrypts, and doesn't state the scheme."""

    async def decrypted(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "scheme": "http"}, receive, send)

    return decrypted


async def place_order(app: ASGIApp) -> tuple[Response, list[Request]]:
    """Send an order with a token to `http://`; return the requests that were made."""
    made: list[Request] = []

    async def note(request: Request) -> None:
        made.append(request)

    async with AsyncClient(
        transport=ASGITransport(app),
        follow_redirects=True,
        event_hooks={"request": [note]},
    ) as client:
        return await client.post(URL, headers=TOKEN), made


async def test_redirect_hides_a_token_in_plain_text(
    measured: Callable[[str], None],
) -> None:
    response, made = await place_order(wrong.create_app())

    plain = [each for each in made if each.url.scheme == "http"]
    assert (response.status_code, len(made), len(plain)) == (200, 2, 1)
    assert plain[0].headers["Authorization"] == TOKEN["Authorization"]
    measured(
        f"The client sent its token in {len(plain)} unencrypted request, and got a"
        f" {response.status_code} after the redirect: it noticed nothing."
    )


async def test_redirect_behind_a_tls_proxy_never_ends() -> None:
    with pytest.raises(TooManyRedirects):
        await place_order(behind_tls_proxy(wrong.create_app()))


async def test_plain_http_is_refused() -> None:
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(right.router)

    response, made = await place_order(app)

    assert (response.status_code, len(made)) == (403, 1)
    async with AsyncClient(transport=ASGITransport(app)) as client:
        encrypted = await client.post(URL.replace("http:", "https:"), headers=TOKEN)
    assert encrypted.json() == "placed"
