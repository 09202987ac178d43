from collections.abc import Callable

import pytest
from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User


@pytest.mark.usefixtures("_fixed_row")
async def test_known_user_is_read(client: AsyncClient, session: AsyncSession) -> None:
    session.add(User(email="ada@example.com", full_name=None, password_hash="secret"))
    await session.commit()

    response = await client.get("/api/v1/users/1")

    assert response.status_code == 200
    assert response.json() == {
        "id": 1,
        "email": "ada@example.com",
        "full_name": None,
        "created_at": "2026-11-21T12:00:00Z",
        "updated_at": "2026-11-21T12:00:00Z",
    }


async def test_unknown_user_is_not_found(
    client: AsyncClient, show: Callable[[str, Response], None]
) -> None:
    response = await client.get("/api/v1/users/404")

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "https://shop.example/problems/user-not-found",
        "title": "User not found",
        "status": 404,
        "detail": "There is no user 404.",
        "instance": "/api/v1/users/404",
        "code": "user_not_found",
    }
    show("not-found", response)


async def test_largest_key_is_looked_up(client: AsyncClient) -> None:
    response = await client.get(f"/api/v1/users/{2**63 - 1}")

    assert response.status_code == 404
    assert response.json()["code"] == "user_not_found"


@pytest.mark.parametrize("user_id", ["0", "-1", "ada", "1.5", str(2**63)])
async def test_key_that_cannot_be_is_refused(client: AsyncClient, user_id: str) -> None:
    response = await client.get(f"/api/v1/users/{user_id}")

    assert response.status_code == 422
    assert [error["loc"] for error in response.json()["errors"]] == [
        ["path", "user_id"]
    ]
