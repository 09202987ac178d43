from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from accounts import CORRECT_HORSE, SignIn
from httpx import AsyncClient, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.dependencies import get_user_agent
from app.core.problems import TYPES
from app.sessions.models import AuthSession
from app.users.models import User

LogIn = Callable[..., Awaitable[Response]]
FORM = {
    "grant_type": "password",
    "username": "ada@example.com",
    "password": CORRECT_HORSE,
}


async def list_sessions(client: AsyncClient) -> list[dict[str, Any]]:
    response = await client.get("/api/v1/auth/sessions")
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()
    return found


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("Firefox", "Firefox"), ("x" * 300, "x" * 200), ("a\x1fb\xa0", "ab")],
)
async def test_login_is_listed(sign_in: SignIn, sent: str, shown: str) -> None:
    ada = await sign_in()
    headers = {b"User-Agent": sent.encode("latin-1")}
    await ada.post("/api/v1/auth/token", data=FORM, headers=headers)

    listed, own = await list_sessions(ada)

    assert own["user_agent"] is None
    assert listed["user_agent"] == shown
    assert listed["created_at"] == listed["last_used_at"] < listed["expires_at"]
    assert listed.keys() == {
        "id",
        "user_agent",
        "created_at",
        "last_used_at",
        "expires_at",
    }


async def test_missing_user_agent_is_stored_as_none() -> None:
    assert await get_user_agent(None) is None


async def test_list_starts_with_last_used_session(sign_in: SignIn) -> None:
    ada = await sign_in()
    pairs = [(await ada.post("/api/v1/auth/token", data=FORM)).json() for _ in "12"]
    second, first, own = [login["id"] for login in await list_sessions(ada)]

    token = pairs[0]["refresh_token"]
    await ada.post("/api/v1/auth/refresh", json={"refresh_token": token})

    assert [login["id"] for login in await list_sessions(ada)] == [first, second, own]


async def test_only_own_live_sessions_are_listed(
    sign_in: SignIn, session: AsyncSession
) -> None:
    ada, grace = await sign_in(), await sign_in("grace@example.com")
    for _ in range(2):
        await ada.post("/api/v1/auth/token", data=FORM)
    own, others, expired, revoked = await session.scalars(
        select(AuthSession).order_by(AuthSession.id)
    )
    expired.expires_at = revoked.revoked_at = datetime.now(UTC)
    await session.commit()

    assert [login["id"] for login in await list_sessions(ada)] == [own.id]
    assert [login["id"] for login in await list_sessions(grace)] == [others.id]


async def test_deleted_session_is_revoked(sign_in: SignIn) -> None:
    ada = await sign_in()
    pair = (await ada.post("/api/v1/auth/token", data=FORM)).json()
    login, own = await list_sessions(ada)

    response = await ada.delete(f"/api/v1/auth/sessions/{login['id']}")

    assert response.status_code == 204
    assert await list_sessions(ada) == [own]
    body = {"refresh_token": pair["refresh_token"]}
    assert (await ada.post("/api/v1/auth/refresh", json=body)).status_code == 401
    again = await ada.delete(f"/api/v1/auth/sessions/{login['id']}")
    assert again.status_code == 404


async def test_other_sessions_stay_live(sign_in: SignIn) -> None:
    ada = await sign_in()
    for _ in range(2):
        await ada.post("/api/v1/auth/token", data=FORM)
    first, *others = [login["id"] for login in await list_sessions(ada)]

    await ada.delete(f"/api/v1/auth/sessions/{first}")

    assert [login["id"] for login in await list_sessions(ada)] == others


async def test_session_of_another_user_is_not_found(
    log_in: LogIn, sign_in: SignIn, session: AsyncSession, ada: User
) -> None:
    await log_in(ada.email)
    grace = await sign_in("grace@example.com")
    owned = select(AuthSession).where(AuthSession.user_id == ada.id)
    login = (await session.scalars(owned)).one()

    response = await grace.delete(f"/api/v1/auth/sessions/{login.id}")

    assert response.status_code == 404
    assert response.json() == {
        "type": f"{TYPES}session-not-found",
        "title": "Session not found",
        "status": 404,
        "detail": f"You have no session {login.id}.",
        "instance": f"/api/v1/auth/sessions/{login.id}",
        "code": "session_not_found",
    }
    await session.refresh(login)
    assert login.revoked_at is None
