import asyncio
from typing import override

import pytest
from accounts import CORRECT_HORSE, SignIn
from fastapi import FastAPI
from httpx import AsyncClient
from pwdlib import PasswordHash
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database
from app.core.passwords import PasswordHasher
from app.core.problems import TYPES
from app.sessions.models import AuthSession
from app.users.dependencies import get_password_hasher
from app.users.models import User

NEW = "a new, longer one"
PATH = "/api/v1/users/me/password"
CHANGE = {"current_password": CORRECT_HORSE, "new_password": NEW}


async def test_current_password_permits_a_new_one(
    sign_in: SignIn,
    client: AsyncClient,
    session: AsyncSession,
    cheap_hasher: PasswordHasher,
) -> None:
    ada = await sign_in()

    response = await ada.put(PATH, json=CHANGE)

    assert response.status_code == 204
    user = (await session.scalars(select(User))).one()
    assert cheap_hasher.algorithm.verify(NEW, user.password_hash)
    revoked_at = (await session.scalars(select(AuthSession.revoked_at))).one()
    assert revoked_at is not None
    form = {"grant_type": "password", "username": "ada@example.com"}
    old, new = [
        await client.post("/api/v1/auth/token", data=form | {"password": password})
        for password in (CORRECT_HORSE, NEW)
    ]
    assert (old.status_code, new.status_code) == (401, 200)


async def test_wrong_password_returns_403(
    sign_in: SignIn, session: AsyncSession, cheap_hasher: PasswordHasher
) -> None:
    ada = await sign_in()

    response = await ada.put(PATH, json={**CHANGE, "current_password": "wrong horse"})

    assert response.status_code == 403
    assert response.json() == {
        "type": f"{TYPES}wrong-password",
        "title": "Wrong password",
        "status": 403,
        "detail": "The current password is wrong.",
        "instance": "/api/v1/users/me/password",
        "code": "wrong_password",
    }
    user = (await session.scalars(select(User))).one()
    assert cheap_hasher.algorithm.verify(CORRECT_HORSE, user.password_hash)
    assert (await ada.get("/api/v1/users/me")).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("new_password", "x" * 14),
        ("new_password", "x" * 129),
        ("new_password", None),
        ("current_password", "x" * 129),
        ("email", "grace@example.com"),
    ],
)
async def test_field_out_of_bounds_returns_422(
    sign_in: SignIn, name: str, value: str | None
) -> None:
    ada = await sign_in()

    response = await ada.put(PATH, json={**CHANGE, name: value})

    assert response.status_code == 422
    assert [error["loc"] for error in response.json()["errors"]] == [["body", name]]


async def test_revoked_token_returns_401(
    sign_in: SignIn, session: AsyncSession, cheap_hasher: PasswordHasher
) -> None:
    ada = await sign_in()
    await ada.post("/api/v1/auth/logout-everywhere")

    response = await ada.put(PATH, json=CHANGE)

    assert response.status_code == 401
    assert response.json()["code"] == "invalid_token"
    user = (await session.scalars(select(User))).one()
    assert cheap_hasher.algorithm.verify(CORRECT_HORSE, user.password_hash)


class MeetingHasher(PasswordHasher):
    """Hashes no password before two callers wait."""

    def __init__(self, algorithm: PasswordHash) -> None:
        super().__init__(algorithm, concurrency=2, max_waiting=0)
        self.meeting = asyncio.Barrier(2)

    @override
    async def hash(self, password: str) -> str:
        await self.meeting.wait()
        return await super().hash(password)


async def test_one_of_two_concurrent_changes_succeeds(
    sign_in: SignIn,
    app: FastAPI,
    committing_database: Database,
    cheap_hasher: PasswordHasher,
) -> None:
    hasher = MeetingHasher(cheap_hasher.algorithm)
    app.dependency_overrides[get_password_hasher] = lambda: hasher
    app.state.database = committing_database
    ada = await sign_in()

    responses = await asyncio.gather(
        *[ada.put(PATH, json={**CHANGE, "new_password": NEW + n}) for n in "12"]
    )

    assert sorted(response.status_code for response in responses) == [204, 401]
    async with committing_database.sessions() as session:
        user = (await session.scalars(select(User))).one()
        revoked_at = (await session.scalars(select(AuthSession.revoked_at))).one()
    assert revoked_at is not None
    [winner] = [n for n, r in zip("12", responses, strict=True) if r.is_success]
    assert cheap_hasher.algorithm.verify(NEW + winner, user.password_hash)
