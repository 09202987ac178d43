"""Every way in which a session ends, and whose access tokens are refused by it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from accounts import ANY_VERSION, CORRECT_HORSE, account
from httpx import AsyncClient, Response
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from surface import NEED_TOKEN, parameters

from app.sessions.models import AuthSession, RefreshToken
from app.sessions.service import delete_expired_sessions
from app.users.models import Role, User

LogIn = Callable[..., Awaitable[Response]]
ME = "/api/v1/users/me"
ROUTES = [
    ("PUT", f"{ME}/password"),
    *[
        ("GET", path.format_map(dict.fromkeys(parameters(path), 1)))
        for method, path in NEED_TOKEN
        if method == "get"
    ],
]


@dataclass(frozen=True)
class Login:
    """One session, as its user holds it."""

    client: AsyncClient
    access_token: str
    refresh_token: str

    def claim(self, name: str) -> int:
        """Return an id that the access token names."""
        claims = jwt.decode(self.access_token, options={"verify_signature": False})
        return int(claims[name])

    async def send(self, method: str, path: str, body: object = None) -> int:
        """Return the status of a request with the access token."""
        headers = {"Authorization": f"Bearer {self.access_token}", **ANY_VERSION}
        response = await self.client.request(method, path, headers=headers, json=body)
        return response.status_code

    async def post_refresh_token(self, action: str) -> int:
        """Return the status of a refresh or a logout."""
        body = {"refresh_token": self.refresh_token}
        response = await self.client.post(f"/api/v1/auth/{action}", json=body)
        return response.status_code


@dataclass(frozen=True)
class World:
    """Two sessions of one user, one of an admin, and the database."""

    here: Login
    there: Login
    admin: Login
    session: AsyncSession


End = Callable[[World], Awaitable[None]]


async def log_out(world: World) -> None:
    assert await world.here.post_refresh_token("logout") == 204


async def log_out_everywhere(world: World) -> None:
    assert await world.there.send("POST", "/api/v1/auth/logout-everywhere") == 204


async def delete_session(world: World) -> None:
    path = f"/api/v1/auth/sessions/{world.here.claim('sid')}"
    assert await world.there.send("DELETE", path) == 204


async def reuse_refresh_token(world: World) -> None:
    assert await world.here.post_refresh_token("refresh") == 200
    long_ago = datetime.now(UTC) - timedelta(seconds=11)
    await world.session.execute(
        update(RefreshToken)
        .where(RefreshToken.session_id == world.here.claim("sid"))
        .where(RefreshToken.used_at.is_not(None))
        .values(used_at=long_ago)
    )
    await world.session.commit()
    assert await world.here.post_refresh_token("refresh") == 401


async def deactivate_and_reactivate_user(world: World) -> None:
    path = f"/api/v1/users/{world.here.claim('sub')}"
    for is_active in (False, True):
        assert await world.admin.send("PATCH", path, {"is_active": is_active}) == 200


async def deactivate_user_by_hand(world: World) -> None:
    user_id = world.here.claim("sub")
    await world.session.execute(
        update(User).where(User.id == user_id).values(is_active=False)
    )
    await world.session.commit()


async def delete_user_by_hand(world: World) -> None:
    await world.session.execute(delete(User).where(User.id == world.here.claim("sub")))
    await world.session.commit()


async def change_password(world: World) -> None:
    body = {"current_password": CORRECT_HORSE, "new_password": "a new, longer one"}
    assert await world.there.send("PUT", f"{ME}/password", body) == 204


async def expire(world: World) -> None:
    await world.session.execute(
        update(AuthSession)
        .where(AuthSession.id == world.here.claim("sid"))
        .values(expires_at=datetime.now(UTC))
    )
    await world.session.commit()


async def expire_and_purge(world: World) -> None:
    await expire(world)
    now = datetime.now(UTC)
    assert await delete_expired_sessions(world.session, now, limit=10) == 1
    await world.session.commit()


ONE_SESSION: list[End] = [
    log_out,
    delete_session,
    reuse_refresh_token,
    expire,
    expire_and_purge,
]
ALL_SESSIONS: list[End] = [
    log_out_everywhere,
    change_password,
    deactivate_and_reactivate_user,
    deactivate_user_by_hand,
    delete_user_by_hand,
]


@pytest.fixture
async def world(
    client: AsyncClient, log_in: LogIn, session: AsyncSession, ada: User
) -> World:
    session.add(account("root@example.com", Role.ADMIN))
    await session.commit()

    async def start(email: str) -> Login:
        pair = (await log_in(email)).json()
        return Login(client, pair["access_token"], pair["refresh_token"])

    return World(
        here=await start(ada.email),
        there=await start(ada.email),
        admin=await start("root@example.com"),
        session=session,
    )


@pytest.mark.parametrize("end", ONE_SESSION)
async def test_end_of_one_session_refuses_its_tokens_only(
    world: World, end: End
) -> None:
    assert await world.here.send("GET", ME) == 200

    await end(world)

    assert await world.here.send("GET", ME) == 401
    assert await world.here.post_refresh_token("refresh") == 401
    assert await world.there.send("GET", ME) == 200
    assert await world.there.post_refresh_token("refresh") == 200
    assert await world.admin.send("GET", ME) == 200


@pytest.mark.parametrize("end", ALL_SESSIONS)
async def test_end_of_all_sessions_refuses_every_token_of_their_user(
    world: World, end: End
) -> None:
    assert await world.here.send("GET", ME) == 200

    await end(world)

    for login in (world.here, world.there):
        assert await login.send("GET", ME) == 401
    assert await world.admin.send("GET", ME) == 200
    assert await world.admin.post_refresh_token("refresh") == 200


@pytest.mark.parametrize(
    "end", [log_out_everywhere, change_password, deactivate_and_reactivate_user]
)
async def test_end_of_all_sessions_refuses_every_refresh_token(
    world: World, end: End
) -> None:
    await end(world)

    for login in (world.here, world.there):
        assert await login.post_refresh_token("refresh") == 401


async def test_refresh_keeps_earlier_access_tokens_of_session(world: World) -> None:
    await world.here.post_refresh_token("refresh")

    assert await world.here.send("GET", ME) == 200


async def test_every_domain_refuses_token_of_revoked_session(
    world: World, subtests: pytest.Subtests
) -> None:
    body = {"current_password": CORRECT_HORSE, "new_password": "a new, longer one"}
    await log_out(world)

    for method, path in ROUTES:
        with subtests.test(f"{method} {path}"):
            assert await world.here.send(method, path, body) == 401


async def test_session_check_adds_no_statement(
    world: World, statements: list[str]
) -> None:
    statements.clear()

    assert await world.here.send("GET", ME) == 200

    assert len(statements) == 1
