"""Whose account a browser is logged in to after a callback."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Annotated

import pytest
from fastapi import APIRouter, Cookie, FastAPI, Form, HTTPException
from httpx import URL, ASGITransport, AsyncClient, HTTPStatusError

from antipatterns.identity import callback_without_state as wrong
from app.core.problems import add_problem_handlers
from patterns.identity import oidc_login as right
from patterns.identity.session_cookie import SESSION_COOKIE

SHOP = "https://shop.example"


class UnsignedTokens:
    """Stands for the verification of ID tokens, which test_provider_tokens tests."""

    async def read(self, token: str) -> str:
        """Return the user."""
        return token


class Provider(FastAPI):
    """Gives codes to users who are logged in there, and a token for each code."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, tuple[str, str]] = {}
        self.post("/token")(self.exchange)

    def log_in(self, user: str, address: str = "") -> dict[str, str]:
        """Return what the browser of this user brings back from `/authorize`."""
        query = URL(address).params
        self.codes[f"code-of-{user}"] = (user, query.get("code_challenge", ""))
        return {"code": f"code-of-{user}", "state": query.get("state", "")}

    def exchange(
        self, code: Annotated[str, Form()], code_verifier: Annotated[str, Form()] = ""
    ) -> dict[str, str]:
        """Return the token for a code; 400 for a wrong verifier."""
        user, challenge = self.codes[code]
        if challenge and right.challenge_of(code_verifier) != challenge:
            raise HTTPException(400)
        return {"id_token": user}


@asynccontextmanager
async def browser(router: APIRouter, provider: Provider) -> AsyncGenerator[AsyncClient]:
    """Yield a browser that visits the shop."""
    app = FastAPI()
    app.state.provider_tokens = UnsignedTokens()
    app.state.sessions = {}

    @app.get("/")
    async def read_user(session: Annotated[str, Cookie(alias=SESSION_COOKIE)]) -> str:
        user: str = app.state.sessions[session]
        return user

    add_problem_handlers(app)
    app.include_router(router)
    async with (
        AsyncClient(transport=ASGITransport(provider)) as app.state.client,
        AsyncClient(transport=ASGITransport(app), base_url=SHOP) as client,
    ):
        yield client


async def test_link_logs_the_victim_in_as_the_attacker(
    measured: Callable[[str], None],
) -> None:
    provider = Provider()
    brought_back = provider.log_in("mallory")

    async with browser(wrong.router, provider) as victim:
        await victim.get("/callback", params=brought_back)
        user = (await victim.get("/")).json()

    assert user == "mallory"
    measured(
        f"The victim opened a link and was logged in as `{user}`, the attacker: their"
        " orders and addresses go into that account."
    )


async def test_browser_that_started_the_login_is_logged_in() -> None:
    provider = Provider()

    async with browser(right.router, provider) as ada:
        started = await ada.get("/login")
        brought_back = provider.log_in("ada", started.headers["location"])
        await ada.get("/callback", params=brought_back)

        assert (await ada.get("/")).json() == "ada"
        assert right.LOGIN_COOKIE not in ada.cookies


@pytest.mark.parametrize(("has_started", "status"), [(False, 422), (True, 403)])
async def test_code_of_another_browser_is_refused(
    *, has_started: bool, status: int
) -> None:
    provider = Provider()
    async with browser(right.router, provider) as mallory:
        address = (await mallory.get("/login")).headers["location"]
    brought_back = provider.log_in("mallory", address)

    async with browser(right.router, provider) as victim:
        if has_started:
            await victim.get("/login")
        response = await victim.get("/callback", params=brought_back)

    assert response.status_code == status
    assert SESSION_COOKIE not in response.cookies


async def test_stolen_code_is_useless_without_the_verifier() -> None:
    provider = Provider()
    async with browser(right.router, provider) as ada:
        address = (await ada.get("/login")).headers["location"]
    stolen = provider.log_in("ada", address)["code"]

    async with browser(right.router, provider) as mallory:
        started = URL((await mallory.get("/login")).headers["location"])
        state = started.params["state"]
        with pytest.raises(HTTPStatusError):
            await mallory.get("/callback", params={"code": stolen, "state": state})
