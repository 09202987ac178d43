from collections.abc import Awaitable, Callable

import pytest
from accounts import SignIn
from httpx import AsyncClient, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.sessions.models import AuthSession
from app.users.models import User

LogIn = Callable[..., Awaitable[Response]]


async def post(client: AsyncClient, path: str, token: str) -> Response:
    return await client.post(f"/api/v1/auth/{path}", json={"refresh_token": token})


@pytest.mark.usefixtures("ada")
async def test_logout_revokes_one_session(
    client: AsyncClient, log_in: LogIn, session: AsyncSession
) -> None:
    here, there = [(await log_in()).json()["refresh_token"] for _ in range(2)]

    response = await post(client, "logout", here)

    assert response.status_code == 204
    assert (await post(client, "refresh", here)).status_code == 401
    assert (await post(client, "refresh", there)).status_code == 200
    revoked = await session.scalars(
        select(AuthSession.revoked_at.is_not(None)).order_by(AuthSession.id)
    )
    assert revoked.all() == [True, False]


async def test_logout_with_unknown_token_succeeds(
    client: AsyncClient,
) -> None:
    assert (await post(client, "logout", "swordfish")).status_code == 204


async def test_logout_everywhere_revokes_every_session(
    client: AsyncClient, log_in: LogIn, session: AsyncSession, ada: User
) -> None:
    pairs = [(await log_in()).json() for _ in range(2)]
    headers = {"Authorization": f"Bearer {pairs[0]['access_token']}"}

    response = await client.post("/api/v1/auth/logout-everywhere", headers=headers)

    assert response.status_code == 204
    for pair in pairs:
        assert (await post(client, "refresh", pair["refresh_token"])).status_code == 401
        headers = {"Authorization": f"Bearer {pair['access_token']}"}
        me = await client.get("/api/v1/users/me", headers=headers)
        assert me.status_code == 401
    revoked = await session.scalars(select(AuthSession.revoked_at.is_not(None)))
    assert revoked.all() == [True, True]
    assert (await log_in(ada.email)).status_code == 200


async def test_logout_everywhere_leaves_other_users_logged_in(
    client: AsyncClient, log_in: LogIn, ada: User, sign_in: SignIn
) -> None:
    grace = await sign_in("grace@example.com")
    token = (await log_in(ada.email)).json()["refresh_token"]

    await grace.post("/api/v1/auth/logout-everywhere")

    assert (await post(client, "refresh", token)).status_code == 200


async def test_later_logouts_keep_time_of_first_one(
    client: AsyncClient, log_in: LogIn, session: AsyncSession, ada: User
) -> None:
    first, other = [(await log_in(ada.email)).json() for _ in range(2)]
    await post(client, "logout", first["refresh_token"])
    revoked_at = select(AuthSession.revoked_at).order_by(AuthSession.id)
    before = (await session.scalars(revoked_at)).first()

    await post(client, "logout", first["refresh_token"])
    headers = {"Authorization": f"Bearer {other['access_token']}"}
    await client.post("/api/v1/auth/logout-everywhere", headers=headers)

    assert before is not None
    assert (await session.scalars(revoked_at)).first() == before
