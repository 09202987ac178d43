import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, override

import pytest
from accounts import CORRECT_HORSE, account, hasher_with
from fastapi import FastAPI
from fastapi import Response as EmptyResponse
from httpx import AsyncClient, Response
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.dependencies import forbid_caching
from app.core.database import Database, unit_of_work
from app.core.passwords import PasswordHasher
from app.core.problems import TYPES
from app.sessions.models import AuthSession, RefreshToken
from app.users.dependencies import get_password_hasher
from app.users.models import User

LogIn = Callable[..., Awaitable[Response]]


async def test_right_password_returns_token_pair(
    log_in: LogIn, ada: User, session: AsyncSession
) -> None:
    response = await log_in()

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert body.keys() == {
        "access_token",
        "refresh_token",
        "token_type",
        "expires_in",
    }
    assert (body["token_type"], body["expires_in"]) == ("bearer", 1800)
    login = (await session.scalars(select(AuthSession))).one()
    assert (login.user_id, login.revoked_at) == (ada.id, None)
    assert login.expires_at - login.created_at == timedelta(days=30)
    stored = (await session.scalars(select(RefreshToken))).one()
    assert (stored.session_id, stored.used_at) == (login.id, None)
    assert (
        stored.token_hash == hashlib.sha256(body["refresh_token"].encode()).hexdigest()
    )


async def test_access_token_authenticates_its_user(
    client: AsyncClient, log_in: LogIn, ada: User
) -> None:
    token = (await log_in()).json()["access_token"]

    response = await client.get(
        "/api/v1/users/me", headers={"Authorization": f"Bearer {token}"}
    )

    assert response.status_code == 200
    assert response.json()["id"] == ada.id


@pytest.mark.usefixtures("ada")
async def test_login_ignores_case_of_email(log_in: LogIn) -> None:
    assert (await log_in(email="ADA@Example.com")).status_code == 200


async def refusals(log_in: LogIn, session: AsyncSession) -> list[Response]:
    """Return a refused login of each kind that an attacker may want to tell apart."""
    inactive = account("inactive@example.com")
    inactive.is_active = False
    session.add_all([account("ada@example.com"), inactive])
    await session.commit()
    return [
        await log_in(password="wrong horse"),
        await log_in(email="stranger@example.com"),
        await log_in(email="inactive@example.com"),
        await log_in(email="inactive@example.com", password="wrong horse"),
    ]


async def test_refused_logins_look_the_same(
    log_in: LogIn, session: AsyncSession
) -> None:
    responses = await refusals(log_in, session)

    assert [response.status_code for response in responses] == [401] * 4
    assert len({response.text for response in responses}) == 1
    names = [sorted(response.headers) for response in responses]
    assert names == [names[0]] * 4
    assert responses[0].headers["www-authenticate"] == "Bearer"
    assert responses[0].json() == {
        "type": f"{TYPES}invalid-credentials",
        "title": "Invalid credentials",
        "status": 401,
        "detail": "The email or the password is wrong.",
        "instance": "/api/v1/auth/token",
        "code": "invalid_credentials",
    }
    assert (await session.scalars(select(AuthSession))).all() == []


class CountingHash(PasswordHash):
    """Records the parameters of every hash that it verifies."""

    def __init__(self) -> None:
        super().__init__([Argon2Hasher()])
        self.verified: list[str] = []

    @override
    def verify_and_update(
        self, password: str | bytes, hash: str | bytes
    ) -> tuple[bool, str | None]:
        self.verified.append(str(hash).rpartition("$")[0].rpartition("$")[0])
        return super().verify_and_update(password, hash)


async def test_unknown_user_costs_one_full_hash(
    log_in: LogIn, app: FastAPI, session: AsyncSession
) -> None:
    algorithm = CountingHash()
    app.dependency_overrides[get_password_hasher] = lambda: hasher_with(algorithm)
    known = User(email="ada@example.com", password_hash=algorithm.hash(CORRECT_HORSE))
    session.add(known)
    await session.commit()

    await log_in(password="wrong horse")
    await log_in(email="stranger@example.com")

    assert algorithm.verified == ["$argon2id$v=19$m=65536,t=3,p=4"] * 2


async def test_old_hash_is_renewed_at_login(
    log_in: LogIn, session: AsyncSession, cheap_hasher: PasswordHasher
) -> None:
    older = PasswordHash([Argon2Hasher(time_cost=2, memory_cost=8, parallelism=1)])
    user = User(email="ada@example.com", password_hash=older.hash(CORRECT_HORSE))
    session.add(user)
    await session.commit()

    refused = await log_in(password="wrong horse")
    await session.refresh(user)
    before = user.password_hash
    accepted = await log_in()
    await session.refresh(user)

    assert (refused.status_code, accepted.status_code) == (401, 200)
    assert before.startswith("$argon2id$v=19$m=8,t=2,")
    assert user.password_hash.startswith("$argon2id$v=19$m=8,t=1,")
    assert cheap_hasher.algorithm.verify(CORRECT_HORSE, user.password_hash)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("grant_type", "client_credentials"),
        ("username", "ada"),
        ("username", "a\x00da@example.com"),
        ("password", "x" * 129),
    ],
)
async def test_form_field_out_of_bounds_returns_422(
    client: AsyncClient, name: str, value: str
) -> None:
    form = {
        "grant_type": "password",
        "username": "ada@example.com",
        "password": CORRECT_HORSE,
    }

    response = await client.post("/api/v1/auth/token", data=form | {name: value})

    assert response.status_code == 422
    assert [error["loc"] for error in response.json()["errors"]] == [["body", name]]


async def test_login_holds_no_connection_while_hashing(
    log_in: LogIn,
    app: FastAPI,
    committing_database: Database,
    cheap_hasher: PasswordHasher,
) -> None:
    held: list[int] = []
    pool: Any = committing_database.engine.pool

    class WatchingHasher(PasswordHasher):
        @override
        async def verify(
            self, password: str, password_hash: str | None
        ) -> tuple[bool, str | None]:
            held.append(pool.checkedout())
            return await super().verify(password, password_hash)

    app.state.database = committing_database
    before = pool.checkedout()  # the fixtures' own
    hasher = WatchingHasher(cheap_hasher.algorithm, 1, 0)
    app.dependency_overrides[get_password_hasher] = lambda: hasher

    response = await log_in(email="stranger@example.com")

    assert response.status_code == 401
    assert held == [before]


async def test_token_responses_forbid_caching_without_middleware() -> None:
    response = EmptyResponse()

    await forbid_caching(response)

    assert response.headers["cache-control"] == "no-store"


async def test_login_during_password_change_starts_no_session(
    log_in: LogIn,
    app: FastAPI,
    committing_database: Database,
    cheap_hasher: PasswordHasher,
) -> None:
    """The old password was right when it was verified; it no longer is."""

    class SlowHasher(PasswordHasher):
        @override
        async def verify(
            self, password: str, password_hash: str | None
        ) -> tuple[bool, str | None]:
            result = await super().verify(password, password_hash)
            async with unit_of_work(committing_database) as session:
                await session.execute(update(User).values(password_hash="another"))
            return result

    app.state.database = committing_database
    async with unit_of_work(committing_database) as session:
        session.add(account("ada@example.com"))
    hasher = SlowHasher(cheap_hasher.algorithm, concurrency=1, max_waiting=0)
    app.dependency_overrides[get_password_hasher] = lambda: hasher

    response = await log_in()

    assert response.status_code == 401
    assert response.json()["code"] == "invalid_credentials"
    async with committing_database.sessions() as session:
        assert (await session.scalars(select(AuthSession))).all() == []
