import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from accounts import CORRECT_HORSE, account
from fastapi import FastAPI
from httpx import AsyncClient, Response
from servers import shop_processes
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.core.database import Database, unit_of_work
from app.core.problems import TYPES
from app.sessions.models import AuthSession, RefreshToken
from app.users.models import User

LogIn = Callable[..., Awaitable[Response]]
FORM = {
    "grant_type": "password",
    "username": "ada@example.com",
    "password": CORRECT_HORSE,
}


async def refresh(client: AsyncClient, token: str) -> Response:
    return await client.post("/api/v1/auth/refresh", json={"refresh_token": token})


async def exchange(client: AsyncClient, token: str) -> str:
    """Return the refresh token that a valid one is exchanged for."""
    response = await refresh(client, token)
    assert response.status_code == 200
    successor: str = response.json()["refresh_token"]
    return successor


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
        "type": f"{TYPES}invalid-token",
        "title": "Invalid token",
        "status": 401,
        "detail": "The token is expired, revoked or not valid.",
        "instance": "/api/v1/auth/refresh",
        "code": "invalid_token",
    }


async def let_pass(session: AsyncSession, seconds: float) -> None:
    """Move what happened so far into the past, as if so many seconds had passed."""
    for row in await session.scalars(select(RefreshToken)):
        if row.used_at is not None:
            row.used_at -= timedelta(seconds=seconds)
    for login in await session.scalars(select(AuthSession)):
        login.last_used_at -= timedelta(seconds=seconds)
    await session.commit()
    session.expire_all()


async def are_revoked(session: AsyncSession) -> list[bool]:
    """Return for each session, in order of id, whether it is revoked."""
    rows = await session.scalars(
        select(AuthSession.revoked_at.is_not(None)).order_by(AuthSession.id)
    )
    return list(rows)


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
    await let_pass(session, age)

    second = await exchange(client, token)

    assert second not in {first, token}
    assert (await refresh(client, second)).status_code == 200
    assert await are_revoked(session) == [False]
    assert logged_alarms(caplog) == []


async def test_reuse_does_not_extend_interval(
    client: AsyncClient, session: AsyncSession, token: str
) -> None:
    await exchange(client, token)
    await let_pass(session, 6)
    await exchange(client, token)
    await let_pass(session, 6)

    assert_refused(await refresh(client, token))


async def test_reuse_after_interval_revokes_its_session_only(
    client: AsyncClient, log_in: LogIn, session: AsyncSession, token: str
) -> None:
    other = (await log_in()).json()["refresh_token"]
    newest = await exchange(client, token)
    await let_pass(session, 11)

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
    owners, thiefs = [await exchange(client, token) for _ in range(2)]
    await let_pass(session, 1800)
    owners = await exchange(client, owners)
    await let_pass(session, 11)

    assert_refused(await refresh(client, thiefs))
    assert_refused(await refresh(client, owners))
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
    await let_pass(session, 11)

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
    await let_pass(session, 11)
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


async def add_ada(database: Database) -> None:
    async with unit_of_work(database) as session:
        session.add(account("ada@example.com"))


async def test_two_tabs_that_refresh_at_once_stay_logged_in(
    client: AsyncClient, app: FastAPI, log_in: LogIn, committing_database: Database
) -> None:
    app.state.database = committing_database
    await add_ada(committing_database)
    token = (await log_in()).json()["refresh_token"]

    pairs = await asyncio.gather(*[exchange(client, token) for _ in range(5)])

    assert len(set(pairs)) == 5
    assert (await refresh(client, pairs[2])).status_code == 200
    async with committing_database.sessions() as session:
        assert await are_revoked(session) == [False]


async def test_of_two_successors_used_at_once_one_chain_remains(
    client: AsyncClient, app: FastAPI, log_in: LogIn, committing_database: Database
) -> None:
    app.state.database = committing_database
    await add_ada(committing_database)
    token = (await log_in()).json()["refresh_token"]
    successors = [await exchange(client, token) for _ in range(2)]

    await asyncio.gather(*[exchange(client, each) for each in successors])

    async with committing_database.sessions() as session:
        times = select(func.count(RefreshToken.used_at.distinct()))
        assert await session.scalar(times) == 2  # `token`, then both successors


@pytest.mark.processes
async def test_two_processes_that_refresh_at_once_keep_session(
    settings: Settings, committing_database: Database
) -> None:
    await add_ada(committing_database)
    url = settings.database_url.render_as_string(hide_password=False)

    with shop_processes(2, {"APP_DATABASE_URL": url}) as shops:
        async with (
            AsyncClient(base_url=shops[0].url) as one,
            AsyncClient(base_url=shops[1].url) as two,
        ):
            pair = (await one.post("/api/v1/auth/token", data=FORM)).json()
            token = pair["refresh_token"]
            for _ in range(20):
                token = pair["refresh_token"]
                responses = await asyncio.gather(
                    *[refresh(each, token) for each in (one, two, one, two)]
                )
                pair = responses[-1].json()
                assert [each.status_code for each in responses] == [200] * 4
            async with unit_of_work(committing_database) as session:
                await let_pass(session, 11)
            reused = await refresh(one, token)
            after = await refresh(two, pair["refresh_token"])

    assert_refused(reused)
    assert_refused(after)
    async with committing_database.sessions() as session:
        assert await are_revoked(session) == [True]
