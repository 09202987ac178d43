import pytest
from accounts import ANY_VERSION, CORRECT_HORSE, SignIn, account
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.sessions.models import AuthSession
from app.users.models import Role, User


@pytest.fixture
async def ada(session: AsyncSession) -> User:
    user = account("ada@example.com")
    session.add(user)
    await session.commit()
    return user


@pytest.mark.parametrize(
    ("change", "stored"),
    [
        pytest.param({}, (Role.CUSTOMER, True), id="nothing"),
        pytest.param({"role": "admin"}, (Role.ADMIN, True), id="role"),
        pytest.param({"is_active": False}, (Role.CUSTOMER, False), id="deactivated"),
    ],
)
async def test_update_changes_only_the_sent_fields(
    admin: AsyncClient,
    session: AsyncSession,
    ada: User,
    change: dict[str, str | bool],
    stored: tuple[Role, bool],
) -> None:
    response = await admin.patch(
        f"/api/v1/users/{ada.id}", json=change, headers=ANY_VERSION
    )

    assert response.status_code == 200
    body = response.json()
    assert (body["id"], body["role"], body["is_active"]) == (ada.id, *stored)
    await session.refresh(ada)
    assert (ada.role, ada.is_active) == stored


async def test_deactivation_revokes_tokens_for_good(
    admin: AsyncClient, sign_in: SignIn, session: AsyncSession
) -> None:
    ada = await sign_in()
    user_id = (await ada.get("/api/v1/users/me")).json()["id"]
    path = f"/api/v1/users/{user_id}"

    deactivated = await admin.patch(
        path, json={"is_active": False}, headers=ANY_VERSION
    )
    ended = await session.scalars(
        select(AuthSession.revoked_at).where(AuthSession.user_id == user_id)
    )
    refused = await ada.get("/api/v1/users/me")
    activated = await admin.patch(path, json={"is_active": True}, headers=ANY_VERSION)
    still_refused = await ada.get("/api/v1/users/me")

    assert (deactivated.status_code, activated.status_code) == (200, 200)
    assert activated.json()["is_active"] is True
    assert (refused.status_code, still_refused.status_code) == (401, 401)
    assert all(ended)


async def test_new_role_applies_to_the_next_request(
    admin: AsyncClient, sign_in: SignIn
) -> None:
    ada = await sign_in()
    path = f"/api/v1/users/{(await ada.get('/api/v1/users/me')).json()['id']}"

    await admin.patch(path, json={"role": "admin"}, headers=ANY_VERSION)
    allowed = await ada.get("/api/v1/users")
    await admin.patch(path, json={"role": "customer"}, headers=ANY_VERSION)
    refused = await ada.get("/api/v1/users")

    assert (allowed.status_code, refused.status_code) == (200, 403)


@pytest.mark.parametrize("change", [{"role": "customer"}, {"is_active": False}])
async def test_admin_updating_their_own_account_returns_409(
    admin: AsyncClient, session: AsyncSession, change: dict[str, str | bool]
) -> None:
    me = (await admin.get("/api/v1/users/me")).json()

    response = await admin.patch(
        f"/api/v1/users/{me['id']}", json=change, headers=ANY_VERSION
    )

    assert response.status_code == 409
    assert response.json()["code"] == "own_account"
    user = await session.get_one(User, me["id"])
    assert (user.role, user.is_active) == (Role.ADMIN, True)


INVALID_CHANGES = [
    ("role", "owner"),
    ("role", None),
    ("is_active", None),
    ("email", "new@example.com"),
    ("password", CORRECT_HORSE),
]


async def test_field_that_is_not_editable_returns_422(
    admin: AsyncClient, session: AsyncSession, ada: User, subtests: pytest.Subtests
) -> None:
    path = f"/api/v1/users/{ada.id}"
    before = (ada.email, ada.role, ada.is_active)
    for field, value in INVALID_CHANGES:
        with subtests.test(f"{field}: {value}"):
            response = await admin.patch(path, json={field: value}, headers=ANY_VERSION)

            assert response.status_code == 422
            places = [error["loc"] for error in response.json()["errors"]]
            assert places == [["body", field]]
            await session.refresh(ada)
            assert (ada.email, ada.role, ada.is_active) == before


async def test_unknown_id_returns_404(admin: AsyncClient) -> None:
    response = await admin.patch(
        "/api/v1/users/404", json={"role": "admin"}, headers=ANY_VERSION
    )

    assert response.status_code == 404
    assert response.json()["detail"] == "There is no user 404."
    assert response.json()["code"] == "user_not_found"


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        pytest.param({}, (428, "precondition_required"), id="missing"),
        pytest.param({"If-Match": '"1-7"'}, (412, "precondition_failed"), id="stale"),
    ],
)
async def test_update_without_current_etag_is_refused(
    admin: AsyncClient,
    session: AsyncSession,
    ada: User,
    headers: dict[str, str],
    refusal: tuple[int, str],
) -> None:
    response = await admin.patch(
        f"/api/v1/users/{ada.id}", json={"is_active": False}, headers=headers
    )

    assert (response.status_code, response.json()["code"]) == refusal
    await session.refresh(ada)
    assert (ada.is_active, ada.version) == (True, 1)


@pytest.mark.parametrize("change", [{"role": "admin"}, {"is_active": False}])
async def test_update_returns_the_etag_of_the_next_read(
    admin: AsyncClient, ada: User, change: dict[str, str | bool]
) -> None:
    path = f"/api/v1/users/{ada.id}"
    etag = (await admin.get(path)).headers["etag"]

    updated = await admin.patch(path, json=change, headers={"If-Match": etag})
    read = await admin.get(path)

    assert updated.status_code == 200
    assert updated.headers["etag"] == read.headers["etag"] != etag
    assert updated.json() == read.json()
