import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from accounts import CORRECT_HORSE, account
from fastapi import FastAPI
from httpx import AsyncClient, Response
from servers import shop_processes
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.models import AuthSession, RefreshToken
from app.config import Settings
from app.core.database import Database, unit_of_work
from app.users.models import User

LogIn = Callable[..., Awaitable[Response]]


async def refresh(client: AsyncClient, token: str) -> Response:
    return await client.post("/api/v1/auth/refresh", json={"refresh_token": token})


@pytest.fixture
async def token(log_in: LogIn, ada: User) -> str:
    """Return the refresh token of a new login."""
    token: str = (await log_in(ada.email)).json()["refresh_token"]
    return token


def assert_refused(response: Response) -> None:
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "https://shop.example/problems/invalid-token",
        "title": "Invalid token",
        "status": 401,
        "detail": "The token is expired, revoked or not valid.",
        "instance": "/api/v1/auth/refresh",
        "code": "invalid_token",
    }


async def test_token_is_exchanged_for_new_ones(
    client: AsyncClient, session: AsyncSession, ada: User, token: str
) -> None:
    response = await refresh(client, token)

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    pair = response.json()
    assert pair["refresh_token"] != token
    headers = {"Authorization": f"Bearer {pair['access_token']}"}
    me = await client.get("/api/v1/users/me", headers=headers)
    assert me.json()["id"] == ada.id
    login = (await session.scalars(select(AuthSession))).one()
    assert login.last_used_at > login.created_at
    assert login.expires_at - login.last_used_at == timedelta(days=30)
    used = await session.scalars(select(RefreshToken.used_at).order_by(RefreshToken.id))
    assert used.all() == [login.last_used_at, None]


async def test_chain_of_tokens_goes_on(client: AsyncClient, token: str) -> None:
    for _ in range(3):
        token = (await refresh(client, token)).json()["refresh_token"]

    assert (await refresh(client, token)).status_code == 200


async def test_used_token_ends_its_session_and_no_other(
    client: AsyncClient, log_in: LogIn, session: AsyncSession, token: str
) -> None:
    other = (await log_in()).json()["refresh_token"]
    newest = (await refresh(client, token)).json()["refresh_token"]

    assert_refused(await refresh(client, token))
    assert_refused(await refresh(client, newest))
    assert (await refresh(client, other)).status_code == 200
    revoked = await session.scalars(
        select(AuthSession.revoked_at.is_not(None)).order_by(AuthSession.id)
    )
    assert revoked.all() == [True, False]


async def test_reuse_is_logged_once_and_without_the_token(
    client: AsyncClient,
    session: AsyncSession,
    token: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await refresh(client, token)

    for used in (token, token, "swordfish"):
        await refresh(client, used)

    login = (await session.scalars(select(AuthSession))).one()
    logged = [line.__dict__["msg"] for line in caplog.records if line.levelno >= 30]
    assert [(entry["event"], entry["session_id"]) for entry in logged] == [
        ("refresh_token_reused", login.id)
    ]
    assert token not in caplog.text


@pytest.mark.parametrize("token", ["swordfish", "", "\u0000", "ü"])
async def test_unknown_token_is_refused(client: AsyncClient, token: str) -> None:
    assert_refused(await refresh(client, token))


async def test_access_token_is_no_refresh_token(
    client: AsyncClient, log_in: LogIn, ada: User
) -> None:
    pair = (await log_in(ada.email)).json()

    response = await refresh(client, pair["access_token"])

    assert response.status_code in {401, 422}


async def test_token_of_an_expired_session_is_refused(
    client: AsyncClient, session: AsyncSession, token: str
) -> None:
    login = (await session.scalars(select(AuthSession))).one()
    login.expires_at = datetime.now(UTC)
    await session.commit()

    assert_refused(await refresh(client, token))


async def test_token_of_a_deactivated_user_is_refused(
    client: AsyncClient, session: AsyncSession, ada: User, token: str
) -> None:
    ada.is_active = False
    await session.commit()

    assert_refused(await refresh(client, token))


async def test_token_from_before_a_password_change_is_refused(
    client: AsyncClient, log_in: LogIn, token: str
) -> None:
    access = (await log_in()).json()["access_token"]

    changed = await client.put(
        "/api/v1/users/me/password",
        json={"current_password": CORRECT_HORSE, "new_password": "a new, longer one"},
        headers={"Authorization": f"Bearer {access}"},
    )

    assert changed.status_code == 204
    assert_refused(await refresh(client, token))


async def test_login_that_began_before_a_password_change_gives_nothing(
    client: AsyncClient, session: AsyncSession, ada: User, token: str
) -> None:
    """The race of a login with the old password: its version is void already."""
    ada.token_version += 1
    await session.commit()

    assert_refused(await refresh(client, token))


async def are_revoked(database: Database) -> list[bool]:
    """Tell of each session whether it is revoked."""
    async with database.sessions() as session:
        times = await session.scalars(select(AuthSession.revoked_at))
        return [time is not None for time in times]


async def add_ada(database: Database) -> None:
    async with unit_of_work(database) as session:
        session.add(account("ada@example.com"))


async def test_two_uses_at_once_end_the_session(
    client: AsyncClient, app: FastAPI, log_in: LogIn, committing_database: Database
) -> None:
    app.state.database = committing_database
    await add_ada(committing_database)
    token = (await log_in()).json()["refresh_token"]

    responses = await asyncio.gather(*[refresh(client, token) for _ in range(2)])

    renewed, refused = sorted(responses, key=lambda response: response.status_code)
    assert renewed.status_code == 200
    assert_refused(refused)
    assert_refused(await refresh(client, renewed.json()["refresh_token"]))
    assert await are_revoked(committing_database) == [True]


@pytest.mark.processes
async def test_two_uses_at_once_on_two_processes_end_the_session(
    settings: Settings, committing_database: Database
) -> None:
    await add_ada(committing_database)
    url = settings.database_url.render_as_string(hide_password=False)
    form = {
        "grant_type": "password",
        "username": "ada@example.com",
        "password": CORRECT_HORSE,
    }

    with shop_processes(2, {"APP_DATABASE_URL": url}) as shops:
        async with (
            AsyncClient(base_url=shops[0].url) as one,
            AsyncClient(base_url=shops[1].url) as two,
        ):
            pair = (await one.post("/api/v1/auth/token", data=form)).json()
            token = pair["refresh_token"]
            responses = await asyncio.gather(refresh(one, token), refresh(two, token))
            renewed, refused = sorted(responses, key=lambda each: each.status_code)
            after = await refresh(two, renewed.json()["refresh_token"])

    assert renewed.status_code == 200
    assert_refused(refused)
    assert_refused(after)
    assert await are_revoked(committing_database) == [True]
