import asyncio
from collections.abc import Callable
from typing import Any, override

import pytest
from exchange import REQUEST_ID
from fastapi import FastAPI
from httpx import AsyncClient, Response
from pwdlib import PasswordHash
from servers import http_server
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.core.database import Database
from app.core.passwords import PasswordHasher
from app.core.problems import TYPES
from app.main import create_app
from app.users.dependencies import get_password_hasher
from app.users.models import User

Show = Callable[[str, Response], None]
ADA = {
    "email": "ada@example.com",
    "password": "correct horse battery staple",
    "full_name": "Ada Lovelace",
}


async def count_users(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(User)) or 0


@pytest.mark.usefixtures("_fixed_row")
async def test_sign_up_returns_and_stores_the_account(
    client: AsyncClient, session: AsyncSession, cheap_hasher: PasswordHasher, show: Show
) -> None:
    response = await client.post("/api/v1/users", json=ADA)

    assert response.status_code == 201
    assert response.headers["etag"] == '"1-1"'
    assert response.json() == {
        "id": 1,
        "email": "ada@example.com",
        "full_name": "Ada Lovelace",
        "role": "customer",
        "is_active": True,
        "version": 1,
        "created_at": "2026-11-21T12:00:00Z",
        "updated_at": "2026-11-21T12:00:00Z",
    }
    user = (await session.scalars(select(User))).one()
    assert (user.id, user.email, user.full_name) == (1, ADA["email"], ADA["full_name"])
    assert cheap_hasher.algorithm.verify(ADA["password"], user.password_hash)
    show("created", response)


async def test_password_is_hashed_with_argon2id(
    client: AsyncClient, app: FastAPI, session: AsyncSession
) -> None:
    del app.dependency_overrides[get_password_hasher]

    response = await client.post("/api/v1/users", json=ADA)

    assert response.status_code == 201
    user = (await session.scalars(select(User))).one()
    assert user.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PasswordHash.recommended().verify(ADA["password"], user.password_hash)


async def test_missing_full_name_is_stored_as_null(
    client: AsyncClient, session: AsyncSession
) -> None:
    body = {"email": ADA["email"], "password": ADA["password"]}

    response = await client.post("/api/v1/users", json=body)

    assert response.status_code == 201
    assert response.json()["full_name"] is None
    assert (await session.scalars(select(User.full_name))).one() is None


async def test_email_is_stored_in_lower_case(
    client: AsyncClient, session: AsyncSession
) -> None:
    response = await client.post(
        "/api/v1/users", json={**ADA, "email": "Ada@Example.COM"}
    )

    assert response.status_code == 201
    assert response.json()["email"] == "ada@example.com"
    assert (await session.scalars(select(User.email))).one() == "ada@example.com"


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@example.com"])
async def test_duplicate_email_returns_409(
    client: AsyncClient, session: AsyncSession, show: Show, email: str
) -> None:
    await client.post("/api/v1/users", json=ADA)

    response = await client.post("/api/v1/users", json={**ADA, "email": email})

    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": f"{TYPES}email-taken",
        "title": "Email taken",
        "status": 409,
        "detail": "An account with this email exists already.",
        "instance": "/api/v1/users",
        "code": "email_taken",
    }
    assert await count_users(session) == 1
    show("conflict", response)


async def test_invalid_body_returns_422_without_the_input(
    client: AsyncClient, session: AsyncSession, show: Show
) -> None:
    body = {"email": "ada", "password": "swordfish", "is_admin": True}

    response = await client.post("/api/v1/users", json=body)

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert [error.keys() for error in problem["errors"]] == [{"loc", "msg", "type"}] * 3
    assert [error["loc"] for error in problem.pop("errors")] == [
        ["body", "email"],
        ["body", "password"],
        ["body", "is_admin"],
    ]
    assert problem == {
        "type": f"{TYPES}validation-error",
        "title": "Invalid request",
        "status": 422,
        "instance": "/api/v1/users",
        "code": "validation_error",
    }
    assert "swordfish" not in response.text
    assert await count_users(session) == 0
    show("validation", response)


@pytest.mark.parametrize(
    "full_name",
    [
        pytest.param("NaN", id="not-a-number"),
        pytest.param(r'"Ada\u0000"', id="character-nul"),
        pytest.param(r'"\ud800"', id="half-a-surrogate"),
        pytest.param('"   "', id="blank"),
        pytest.param('"', id="broken-json"),
    ],
)
async def test_unstorable_value_returns_422(
    client: AsyncClient, session: AsyncSession, full_name: str
) -> None:
    body = f"""{{
        "email": "ada@example.com",
        "password": "correct horse battery staple",
        "full_name": {full_name}
    }}"""
    headers = {"content-type": "application/json"}

    response = await client.post("/api/v1/users", content=body, headers=headers)

    assert response.status_code == 422
    assert response.json()["code"] == "validation_error"
    assert response.headers["x-request-id"] == REQUEST_ID
    assert await count_users(session) == 0


async def post_to_server(settings: Settings) -> Response:
    """Sign up over a socket at a server with an engine of its own."""
    with http_server(create_app(settings)) as address:
        async with AsyncClient(base_url=address) as client:
            return await client.post("/api/v1/users", json=ADA)


async def test_created_account_is_committed_before_the_response(
    settings: Settings, committing_database: Database
) -> None:
    response = await post_to_server(settings)

    assert response.status_code == 201
    async with committing_database.sessions() as session:
        assert (await session.scalars(select(User.id))).all() == [response.json()["id"]]


@pytest.mark.usefixtures("_commit_refused")
async def test_failed_commit_returns_500(
    settings: Settings, committing_database: Database
) -> None:
    response = await post_to_server(settings)

    assert response.status_code == 500
    assert response.json()["code"] == "http_500"
    async with committing_database.sessions() as session:
        assert await count_users(session) == 0


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("_connection_cut")
async def test_connection_lost_in_commit_returns_503(
    settings: Settings, committing_database: Database
) -> None:
    response = await post_to_server(settings)

    assert response.status_code == 503
    assert response.json()["code"] == "database_unavailable"
    async with committing_database.sessions() as session:
        assert await count_users(session) == 0


class MeetingHasher(PasswordHasher):
    """Hashes no password before two callers wait."""

    def __init__(self, algorithm: PasswordHash) -> None:
        super().__init__(algorithm, concurrency=2, max_waiting=0)
        self.meeting = asyncio.Barrier(2)

    @override
    async def hash(self, password: str) -> str:
        await self.meeting.wait()
        return await super().hash(password)


async def test_concurrent_sign_ups_with_one_email_create_one_account(
    client: AsyncClient,
    app: FastAPI,
    committing_database: Database,
    cheap_hasher: PasswordHasher,
) -> None:
    hasher = MeetingHasher(cheap_hasher.algorithm)
    app.dependency_overrides[get_password_hasher] = lambda: hasher
    app.state.database = committing_database

    responses = await asyncio.gather(
        *[client.post("/api/v1/users", json=ADA) for _ in range(2)]
    )

    created, refused = sorted(responses, key=lambda response: response.status_code)
    assert (created.status_code, refused.status_code) == (201, 409)
    assert refused.json()["code"] == "email_taken"
    async with committing_database.sessions() as session:
        assert (await session.scalars(select(User.id))).all() == [created.json()["id"]]


async def test_sign_up_holds_no_connection_during_the_hash(
    client: AsyncClient,
    app: FastAPI,
    committing_database: Database,
    cheap_hasher: PasswordHasher,
) -> None:
    pool: Any = committing_database.engine.pool
    connections: list[int] = []

    class WatchingHasher(PasswordHasher):
        @override
        async def hash(self, password: str) -> str:
            connections.append(pool.checkedout())
            return await super().hash(password)

    app.state.database = committing_database
    before = pool.checkedout()  # the fixtures' own
    hasher = WatchingHasher(cheap_hasher.algorithm, concurrency=1, max_waiting=0)
    app.dependency_overrides[get_password_hasher] = lambda: hasher

    response = await client.post("/api/v1/users", json=ADA)

    assert response.status_code == 201
    assert connections == [before]
