from collections.abc import Callable

import pytest
from httpx import AsyncClient, Response

from app.core.problems import TYPES


@pytest.mark.usefixtures("_fixed_row")
async def test_admin_reads_an_account(admin: AsyncClient) -> None:
    response = await admin.get("/api/v1/users/1")

    assert response.status_code == 200
    assert response.headers["etag"] == '"1-1"'
    assert response.json() == {
        "id": 1,
        "email": "admin@example.com",
        "full_name": None,
        "role": "admin",
        "is_active": True,
        "version": 1,
        "created_at": "2026-11-21T12:00:00Z",
        "updated_at": "2026-11-21T12:00:00Z",
    }


async def test_unknown_id_returns_404(
    admin: AsyncClient, show: Callable[[str, Response], None]
) -> None:
    response = await admin.get("/api/v1/users/404")

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": f"{TYPES}user-not-found",
        "title": "User not found",
        "status": 404,
        "detail": "There is no user 404.",
        "instance": "/api/v1/users/404",
        "code": "user_not_found",
    }
    show("not-found", response)


async def test_largest_id_returns_404(admin: AsyncClient) -> None:
    response = await admin.get(f"/api/v1/users/{2**63 - 1}")

    assert response.status_code == 404
    assert response.json()["code"] == "user_not_found"


@pytest.mark.usefixtures("_fixed_row")
@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("user_id", ["me", "1"])
async def test_if_none_match_with_current_etag_returns_304(
    admin: AsyncClient, version: str, user_id: str
) -> None:
    path = f"/api/{version}/users/{user_id}"

    current = await admin.get(path, headers={"If-None-Match": 'W/"1-1"'})
    stale = await admin.get(path, headers={"If-None-Match": '"1-2"'})

    assert (current.status_code, current.content) == (304, b"")
    assert current.headers["etag"] == '"1-1"'
    assert current.headers["cache-control"] == "no-cache"
    assert stale.status_code == 200


@pytest.mark.usefixtures("_fixed_row")
async def test_version_2_returns_its_own_shape_and_the_etag(admin: AsyncClient) -> None:
    response = await admin.get("/api/v2/users/1")

    assert response.status_code == 200
    assert response.headers["etag"] == '"1-1"'
    assert response.json() == {
        "id": 1,
        "display_name": "admin",
        "email": "admin@example.com",
        "role": "admin",
        "status": "active",
        "joined_at": "2026-11-21T12:00:00Z",
    }


async def test_invalid_id_returns_422(
    admin: AsyncClient, subtests: pytest.Subtests
) -> None:
    for user_id in ("0", "-1", "ada", "1.5", str(2**63)):
        with subtests.test(user_id):
            response = await admin.get(f"/api/v1/users/{user_id}")

            assert response.status_code == 422
            places = [error["loc"] for error in response.json()["errors"]]
            assert places == [["path", "user_id"]]
