"""Where a client sends the session cookie, and what a script may read."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from httpx import ASGITransport, AsyncClient

from antipatterns.identity import bare_session_cookie as wrong
from patterns.identity import session_cookie as right

type SetCookie = Callable[[Response, str], None]


@dataclass(frozen=True)
class Outcome:
    """The attributes of the cookie, and whether each request carried it."""

    name: str
    attributes: set[str]
    sent_by_https: bool
    sent_by_http: bool


def app_with(set_cookie: SetCookie) -> FastAPI:
    """Return an app that logs in, logs out, and says which cookies it received."""
    app = FastAPI()

    @app.post("/login")
    async def log_in(response: Response) -> None:
        set_cookie(response, secrets.token_urlsafe(32))

    @app.post("/logout")
    async def log_out(response: Response) -> None:
        right.delete_session_cookie(response)

    @app.get("/cookies")
    async def list_cookies(request: Request) -> list[str]:
        return list(request.cookies)

    return app


async def log_in(set_cookie: SetCookie) -> Outcome:
    """Log in over HTTPS, then send one request over HTTPS and one over HTTP."""
    transport = ASGITransport(app_with(set_cookie))
    async with AsyncClient(transport=transport) as client:
        answer = await client.post("https://shop.example/login")
        pair, *attributes = answer.headers["set-cookie"].split("; ")
        name = pair.partition("=")[0]
        sent = [
            name in (await client.get(f"{scheme}://shop.example/cookies")).json()
            for scheme in ("https", "http")
        ]
    return Outcome(name, set(attributes), *sent)


async def test_bare_cookie_is_sent_over_plain_http(
    measured: Callable[[str], None],
) -> None:
    outcome = await log_in(wrong.set_session_cookie)

    assert outcome.attributes == {"Path=/", "SameSite=lax"}
    assert (outcome.sent_by_https, outcome.sent_by_http) == (True, True)
    measured(
        f"The cookie had the attributes `{'; '.join(sorted(outcome.attributes))}`."
        " The client sent it over plain HTTP too, and a script may read it."
    )


async def test_host_cookie_is_sent_over_https_only() -> None:
    outcome = await log_in(right.set_session_cookie)

    assert outcome.name == "__Host-session"
    assert outcome.attributes == {
        f"Max-Age={right.LIFETIME}",
        "Path=/",
        "SameSite=lax",
        "HttpOnly",
        "Secure",
    }
    assert (outcome.sent_by_https, outcome.sent_by_http) == (True, False)


async def test_logout_removes_the_cookie() -> None:
    transport = ASGITransport(app_with(right.set_session_cookie))
    async with AsyncClient(
        transport=transport, base_url="https://shop.example"
    ) as client:
        await client.post("/login")
        await client.post("/logout")

        assert (await client.get("/cookies")).json() == []
