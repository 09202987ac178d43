from datetime import datetime

import pytest
from accounts import SignIn, account
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User


@pytest.mark.usefixtures("_fixed_row")
async def test_own_account_is_read(sign_in: SignIn) -> None:
    ada = await sign_in()

    response = await ada.get("/api/v1/users/me")

    assert response.status_code == 200
    assert response.json() == {
        "id": 1,
        "email": "ada@example.com",
        "full_name": None,
        "role": "customer",
        "is_active": True,
        "created_at": "2026-11-21T12:00:00Z",
        "updated_at": "2026-11-21T12:00:00Z",
    }


async def test_version_2_shows_the_name(sign_in: SignIn) -> None:
    ada = await sign_in()
    await ada.patch("/api/v1/users/me", json={"full_name": "Ada Lovelace"})

    response = await ada.get("/api/v2/users/me")

    assert response.status_code == 200
    assert response.json()["display_name"] == "Ada Lovelace"


async def test_nobody_is_asked_for_a_token(client: AsyncClient) -> None:
    response = await client.get("/api/v1/users/me")

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "https://shop.example/problems/not-authenticated",
        "title": "Not authenticated",
        "status": 401,
        "detail": "An access token is needed.",
        "instance": "/api/v1/users/me",
        "code": "not_authenticated",
    }


@pytest.mark.parametrize(
    ("change", "stored"),
    [
        pytest.param({}, ("ada@example.com", "Ada Lovelace"), id="nothing"),
        pytest.param(
            {"full_name": None}, ("ada@example.com", None), id="null-clears-the-name"
        ),
        pytest.param(
            {"full_name": "Ada King"}, ("ada@example.com", "Ada King"), id="name"
        ),
        pytest.param(
            {"email": "Ada@Example.org"},
            ("ada@example.org", "Ada Lovelace"),
            id="email",
        ),
    ],
)
async def test_only_fields_that_were_sent_change(
    sign_in: SignIn,
    session: AsyncSession,
    change: dict[str, str | None],
    stored: tuple[str, str | None],
) -> None:
    ada = await sign_in()
    await ada.patch("/api/v1/users/me", json={"full_name": "Ada Lovelace"})

    response = await ada.patch("/api/v1/users/me", json=change)

    assert response.status_code == 200
    body = response.json()
    assert (body["email"], body["full_name"]) == stored
    times = [
        datetime.fromisoformat(body[name]) for name in ("created_at", "updated_at")
    ]
    assert times == sorted(times)
    user = await session.get_one(User, body["id"])
    assert (user.email, user.full_name) == stored


@pytest.mark.parametrize(
    "change",
    [
        {"email": None},
        {"full_name": ""},
        {"password": "a new password"},
        {"role": "admin"},
        {"is_active": False},
    ],
)
async def test_change_that_is_not_allowed_is_refused(
    sign_in: SignIn, session: AsyncSession, change: dict[str, str | None]
) -> None:
    ada = await sign_in()

    response = await ada.patch("/api/v1/users/me", json=change)

    assert response.status_code == 422
    assert [error["loc"] for error in response.json()["errors"]] == [["body", *change]]
    user = (await session.scalars(select(User))).one()
    assert (user.email, user.full_name, user.role) == (
        "ada@example.com",
        None,
        "customer",
    )


async def test_email_of_another_user_is_a_conflict(
    sign_in: SignIn, session: AsyncSession
) -> None:
    session.add(account("grace@example.com"))
    await session.commit()
    ada = await sign_in()

    response = await ada.patch(
        "/api/v1/users/me",
        json={"full_name": "Grace Hopper", "email": "grace@example.com"},
    )

    assert response.status_code == 409
    assert response.json()["code"] == "email_taken"
    stored = await session.execute(select(User.email, User.full_name).order_by(User.id))
    assert [tuple(row) for row in stored] == [
        ("grace@example.com", None),
        ("ada@example.com", None),
    ]
