from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from token_use import are_revoked, assert_refused, exchange, pass_time, refresh

from app.config import Settings
from app.sessions.models import AuthSession, RefreshToken
from app.users.models import User

LogIn = Callable[..., Awaitable[Response]]


@pytest.fixture
async def token(log_in: LogIn, ada: User) -> str:
    """Return the refresh token of a new login."""
    token: str = (await log_in(ada.email)).json()["refresh_token"]
    return token


def logged_alarms(caplog: pytest.LogCaptureFixture) -> list[tuple[str, int]]:
    """Return event and session of every logged warning."""
    entries = [line.__dict__["msg"] for line in caplog.records if line.levelno >= 30]
    return [(entry["event"], entry["session_id"]) for entry in entries]


async def test_token_is_exchanged_for_new_pair(
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


async def test_each_successor_can_be_exchanged(client: AsyncClient, token: str) -> None:
    for _ in range(3):
        token = await exchange(client, token)

    assert (await refresh(client, token)).status_code == 200


@pytest.mark.parametrize("age", [0, 9])
async def test_reuse_within_interval_is_answered_with_new_pair(
    client: AsyncClient,
    session: AsyncSession,
    token: str,
    age: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = await exchange(client, token)
    await pass_time(session, age)

    second = await exchange(client, token)

    assert second not in {first, token}
    assert (await refresh(client, second)).status_code == 200
    assert await are_revoked(session) == [False]
    assert logged_alarms(caplog) == []


async def test_reuse_does_not_extend_interval(
    client: AsyncClient, session: AsyncSession, token: str
) -> None:
    await exchange(client, token)
    await pass_time(session, 6)
    await exchange(client, token)
    await pass_time(session, 6)

    assert_refused(await refresh(client, token))


async def test_reuse_after_interval_revokes_its_session_only(
    client: AsyncClient, log_in: LogIn, session: AsyncSession, token: str
) -> None:
    other = (await log_in()).json()["refresh_token"]
    newest = await exchange(client, token)
    await pass_time(session, 11)

    assert_refused(await refresh(client, token))
    assert_refused(await refresh(client, newest))
    assert (await refresh(client, other)).status_code == 200
    assert await are_revoked(session) == [True, False]


async def test_reuse_after_successor_was_used_revokes_session(
    client: AsyncClient, session: AsyncSession, token: str
) -> None:
    successor = await exchange(client, token)
    newest = await exchange(client, successor)

    assert_refused(await refresh(client, token))
    assert_refused(await refresh(client, newest))
    assert await are_revoked(session) == [True]


async def test_second_chain_from_interval_ends_when_first_goes_on(
    client: AsyncClient, session: AsyncSession, token: str
) -> None:
    """A thief who was quick enough is detected, or is left with nothing."""
    owner_pair, thief_pair = [await exchange(client, token) for _ in range(2)]
    await pass_time(session, 1800)
    owner_pair = await exchange(client, owner_pair)
    await pass_time(session, 11)

    assert_refused(await refresh(client, thief_pair))
    assert_refused(await refresh(client, owner_pair))
    assert await are_revoked(session) == [True]


async def test_interval_of_zero_refuses_every_reuse(
    client: AsyncClient, app: FastAPI, settings: Settings, token: str
) -> None:
    strict = settings.model_copy(update={"refresh_token_reuse_seconds": 0})
    app.state.settings = strict
    await exchange(client, token)

    assert_refused(await refresh(client, token))


async def test_reuse_is_logged_once_without_token(
    client: AsyncClient,
    session: AsyncSession,
    token: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await exchange(client, token)
    await pass_time(session, 11)

    for used in (token, token, "swordfish"):
        await refresh(client, used)

    login = (await session.scalars(select(AuthSession))).one()
    assert logged_alarms(caplog) == [("refresh_token_reused", login.id)]
    assert token not in caplog.text


@pytest.mark.parametrize("column", ["expires_at", "revoked_at"])
async def test_token_of_ended_session_is_no_alarm(
    client: AsyncClient,
    session: AsyncSession,
    token: str,
    caplog: pytest.LogCaptureFixture,
    column: str,
) -> None:
    newest = await exchange(client, token)
    await pass_time(session, 11)
    await session.execute(update(AuthSession).values({column: datetime.now(UTC)}))
    await session.commit()

    assert_refused(await refresh(client, token))
    assert_refused(await refresh(client, newest))
    assert logged_alarms(caplog) == []


@pytest.mark.parametrize("token", ["swordfish", "", "\u0000", "ü"])
async def test_unknown_token_is_refused(client: AsyncClient, token: str) -> None:
    assert_refused(await refresh(client, token))


async def test_access_token_is_refused_as_refresh_token(
    client: AsyncClient, log_in: LogIn, ada: User
) -> None:
    pair = (await log_in(ada.email)).json()

    response = await refresh(client, pair["access_token"])

    assert response.status_code in {401, 422}
