import pytest
from accounts import SignIn
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.problems import TYPES
from app.users.models import User


async def add_users(session: AsyncSession, count: int) -> None:
    session.add_all(
        User(email=f"{n}@example.com", password_hash="secret") for n in range(count)
    )
    await session.commit()


@pytest.mark.parametrize("version", ["v1", "v2"])
async def test_first_page_holds_twenty_accounts(
    admin: AsyncClient, session: AsyncSession, version: str
) -> None:
    await add_users(session, 20)

    response = await admin.get(f"/api/{version}/users")

    assert response.status_code == 200
    body = response.json()
    assert len(body.pop("items")) == 20
    assert body == {"page": 1, "page_size": 20, "total": 21}


async def test_customer_gets_403(sign_in: SignIn) -> None:
    ada = await sign_in()

    response = await ada.get("/api/v1/users")

    assert response.status_code == 403
    assert response.json() == {
        "type": f"{TYPES}forbidden",
        "title": "Forbidden",
        "status": 403,
        "detail": "Only admins may do this.",
        "instance": "/api/v1/users",
        "code": "forbidden",
    }


@pytest.mark.parametrize(
    ("page", "emails"),
    [
        pytest.param(1, ["admin@example.com", "0@example.com"], id="first"),
        pytest.param(3, ["3@example.com"], id="last"),
        pytest.param(4, [], id="past-the-last"),
        pytest.param(1_000_000, [], id="highest"),
    ],
)
async def test_page_is_ordered_by_id(
    admin: AsyncClient, session: AsyncSession, page: int, emails: list[str]
) -> None:
    await add_users(session, 4)

    response = await admin.get("/api/v1/users", params={"page": page, "page_size": 2})

    assert response.status_code == 200
    body = response.json()
    assert [user["email"] for user in body.pop("items")] == emails
    assert body == {"page": page, "page_size": 2, "total": 5}


async def test_listed_account_equals_the_account_read_alone(
    admin: AsyncClient, session: AsyncSession
) -> None:
    await add_users(session, 1)

    [_, listed] = (await admin.get("/api/v1/users")).json()["items"]
    alone = await admin.get(f"/api/v1/users/{listed['id']}")

    assert listed == alone.json()
    assert "password_hash" not in listed


INVALID_PARAMETERS = [
    ("page", "0"),
    ("page", "1000001"),
    ("page_size", "0"),
    ("page_size", "101"),
    ("limit", "5"),
]


async def test_parameter_out_of_bounds_returns_422(
    admin: AsyncClient, subtests: pytest.Subtests
) -> None:
    for name, value in INVALID_PARAMETERS:
        with subtests.test(f"{name}={value}"):
            response = await admin.get("/api/v1/users", params={name: value})

            assert response.status_code == 422
            places = [error["loc"] for error in response.json()["errors"]]
            assert places == [["query", name]]
