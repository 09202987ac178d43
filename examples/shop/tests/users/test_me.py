from datetime import datetime

import pytest
from accounts import ANY_VERSION, SignIn, account
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.problems import TYPES
from app.users.models import User


@pytest.mark.usefixtures("_fixed_row")
async def test_signed_in_user_reads_their_account(sign_in: SignIn) -> None:
    ada = await sign_in()

    response = await ada.get("/api/v1/users/me")

    assert response.status_code == 200
    assert response.headers["etag"] == '"1-1"'
    assert response.json() == {
        "id": 1,
        "email": "ada@example.com",
        "full_name": None,
        "role": "customer",
        "is_active": True,
        "version": 1,
        "created_at": "2026-11-21T12:00:00Z",
        "updated_at": "2026-11-21T12:00:00Z",
    }


async def test_version_2_returns_display_name_and_etag(sign_in: SignIn) -> None:
    ada = await sign_in()
    await ada.patch(
        "/api/v1/users/me", json={"full_name": "Ada Lovelace"}, headers=ANY_VERSION
    )

    response = await ada.get("/api/v2/users/me")

    assert response.status_code == 200
    assert response.json()["display_name"] == "Ada Lovelace"
    assert response.headers["etag"].endswith('-2"')


async def test_missing_token_returns_401(client: AsyncClient) -> None:
    response = await client.get("/api/v1/users/me")

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": f"{TYPES}not-authenticated",
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
async def test_update_changes_only_the_sent_fields(
    sign_in: SignIn,
    session: AsyncSession,
    change: dict[str, str | None],
    stored: tuple[str, str | None],
) -> None:
    ada = await sign_in()
    await ada.patch(
        "/api/v1/users/me", json={"full_name": "Ada Lovelace"}, headers=ANY_VERSION
    )

    response = await ada.patch("/api/v1/users/me", json=change, headers=ANY_VERSION)

    assert response.status_code == 200
    body = response.json()
    assert (body["email"], body["full_name"]) == stored
    times = [
        datetime.fromisoformat(body[name]) for name in ("created_at", "updated_at")
    ]
    assert times == sorted(times)
    user = await session.get_one(User, body["id"])
    assert (user.email, user.full_name) == stored


INVALID_CHANGES = [
    ("email", None),
    ("full_name", ""),
    ("password", "a new password"),
    ("role", "admin"),
    ("is_active", False),
]


async def test_field_that_is_not_editable_returns_422(
    sign_in: SignIn, session: AsyncSession, subtests: pytest.Subtests
) -> None:
    ada = await sign_in()
    stored = select(User.email, User.full_name, User.role, User.is_active)
    for field, value in INVALID_CHANGES:
        with subtests.test(f"{field}: {value}"):
            response = await ada.patch(
                "/api/v1/users/me", json={field: value}, headers=ANY_VERSION
            )

            assert response.status_code == 422
            places = [error["loc"] for error in response.json()["errors"]]
            assert places == [["body", field]]
            row = (await session.execute(stored)).one()
            assert row == ("ada@example.com", None, "customer", True)


async def test_email_of_another_account_returns_409(
    sign_in: SignIn, session: AsyncSession
) -> None:
    session.add(account("grace@example.com"))
    await session.commit()
    ada = await sign_in()

    response = await ada.patch(
        "/api/v1/users/me",
        json={"full_name": "Grace Hopper", "email": "grace@example.com"},
        headers=ANY_VERSION,
    )

    assert response.status_code == 409
    assert response.json()["code"] == "email_taken"
    stored = await session.execute(select(User.email, User.full_name).order_by(User.id))
    assert [tuple(row) for row in stored] == [
        ("grace@example.com", None),
        ("ada@example.com", None),
    ]


@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [
        pytest.param(None, 428, "precondition_required", id="missing"),
        pytest.param('"{id}-2"', 412, "precondition_failed", id="other-version"),
        pytest.param('W/"{id}-1"', 412, "precondition_failed", id="weak"),
        pytest.param('"x,*,y"', 412, "precondition_failed", id="asterisk-in-tag"),
    ],
)
async def test_update_without_current_etag_is_refused(
    sign_in: SignIn,
    session: AsyncSession,
    if_match: str | None,
    status: int,
    code: str,
) -> None:
    ada = await sign_in()
    user_id = (await ada.get("/api/v1/users/me")).json()["id"]
    headers = {"If-Match": if_match.format(id=user_id)} if if_match else {}

    response = await ada.patch(
        "/api/v1/users/me", json={"full_name": "Ada"}, headers=headers
    )

    assert (response.status_code, response.json()["code"]) == (status, code)
    user = (await session.scalars(select(User))).one()
    assert (user.full_name, user.version) == (None, 1)


@pytest.mark.parametrize("version", ["v1", "v2"])
async def test_etag_of_a_read_permits_one_update(sign_in: SignIn, version: str) -> None:
    ada = await sign_in()
    etag = (await ada.get(f"/api/{version}/users/me")).headers["etag"]
    body, headers = {"full_name": "Ada"}, {"If-Match": etag}

    first, second = [
        await ada.patch("/api/v1/users/me", json=body, headers=headers)
        for _ in range(2)
    ]

    read = await ada.get("/api/v1/users/me")
    assert (first.status_code, second.status_code) == (200, 412)
    assert first.headers["etag"] == read.headers["etag"] != etag
    assert first.json() == read.json()
