"""What a client does that refreshes its token after a 401."""

from collections.abc import Callable, Generator
from typing import override

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Auth, Request, Response

from antipatterns.routing import forbidden_without_token as wrong
from patterns.routing import authenticated_role as right


class RefreshingAuth(Auth):
    """Sends an expired token, and a new one after a 401."""

    def __init__(self) -> None:
        self.requests = 0

    @override
    def auth_flow(self, request: Request) -> Generator[Request, Response]:
        for token in ("expired", "token-of-root"):
            request.headers["Authorization"] = f"Bearer {token}"
            self.requests += 1
            response = yield request
            if response.status_code != 401:
                return


class TokenAuth(Auth):
    """Sends one token."""

    def __init__(self, token: str) -> None:
        self.token = token

    @override
    def auth_flow(self, request: Request) -> Generator[Request, Response]:
        request.headers["Authorization"] = f"Bearer {self.token}"
        yield request


async def read_report(app: FastAPI, auth: Auth | None = None) -> Response:
    """Ask for the report of the admins."""
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/report", auth=auth)


async def test_client_does_not_refresh_after_403(
    measured: Callable[[str], None],
) -> None:
    auth = RefreshingAuth()
    app = wrong.create_app()

    response = await read_report(app, auth)

    assert (await read_report(app, TokenAuth("token-of-root"))).status_code == 200
    assert (response.status_code, auth.requests) == (403, 1)
    measured(
        f"The expired token was answered {response.status_code}: the client sent"
        f" {auth.requests} request and did not refresh its token."
    )


async def test_client_refreshes_after_401() -> None:
    auth = RefreshingAuth()

    response = await read_report(right.create_app(), auth)

    assert (response.status_code, auth.requests) == (200, 2)
    assert response.json() == "12 orders"


async def test_missing_token_is_401_and_missing_role_403() -> None:
    app = right.create_app()

    missing = await read_report(app)
    customer = await read_report(app, TokenAuth("token-of-ada"))

    assert (missing.status_code, customer.status_code) == (401, 403)
    assert missing.headers["www-authenticate"] == "Bearer"
