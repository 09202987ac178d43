from datetime import datetime

import pytest
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User


@pytest.fixture
async def ada(session: AsyncSession) -> User:
    user = User(
        email="ada@example.com", full_name="Ada Lovelace", password_hash="secret"
    )
    session.add(user)
    await session.commit()
    return user


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
    client: AsyncClient,
    session: AsyncSession,
    ada: User,
    change: dict[str, str | None],
    stored: tuple[str, str | None],
) -> None:
    response = await client.patch(f"/api/v1/users/{ada.id}", json=change)

    assert response.status_code == 200
    body = response.json()
    assert datetime.fromisoformat(body.pop("created_at")) == ada.created_at
    assert datetime.fromisoformat(body.pop("updated_at")) >= ada.updated_at
    assert body == {"id": ada.id, "email": stored[0], "full_name": stored[1]}
    await session.refresh(ada)
    assert (ada.email, ada.full_name) == stored


@pytest.mark.parametrize(
    "change", [{"email": None}, {"full_name": ""}, {"password": "a new password"}]
)
async def test_change_that_is_not_allowed_is_refused(
    client: AsyncClient,
    session: AsyncSession,
    ada: User,
    change: dict[str, str | None],
) -> None:
    response = await client.patch(f"/api/v1/users/{ada.id}", json=change)

    assert response.status_code == 422
    assert [error["loc"] for error in response.json()["errors"]] == [["body", *change]]
    await session.refresh(ada)
    assert (ada.email, ada.full_name) == ("ada@example.com", "Ada Lovelace")


async def test_email_of_another_user_is_a_conflict(
    client: AsyncClient, session: AsyncSession, ada: User
) -> None:
    session.add(User(email="grace@example.com", password_hash="secret"))
    await session.commit()

    response = await client.patch(
        f"/api/v1/users/{ada.id}",
        json={"full_name": "Grace Hopper", "email": "grace@example.com"},
    )

    assert response.status_code == 409
    assert response.json()["code"] == "email_taken"
    stored = await session.execute(select(User.email, User.full_name).order_by(User.id))
    assert [tuple(row) for row in stored] == [
        ("ada@example.com", "Ada Lovelace"),
        ("grace@example.com", None),
    ]


async def test_unknown_user_is_not_found(client: AsyncClient) -> None:
    response = await client.patch("/api/v1/users/404", json={"full_name": "Nobody"})

    assert response.status_code == 404
    assert response.json()["code"] == "user_not_found"
