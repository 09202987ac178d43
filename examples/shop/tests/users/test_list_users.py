import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.users.models import User


async def add_users(session: AsyncSession, count: int) -> None:
    session.add_all(
        User(email=f"{n}@example.com", password_hash="secret") for n in range(count)
    )
    await session.commit()


async def test_no_users_are_an_empty_page(client: AsyncClient) -> None:
    response = await client.get("/api/v1/users")

    assert response.status_code == 200
    assert response.json() == {"items": [], "page": 1, "page_size": 20, "total": 0}


@pytest.mark.parametrize(
    ("page", "emails"),
    [
        pytest.param(1, ["0@example.com", "1@example.com"], id="first"),
        pytest.param(3, ["4@example.com"], id="last"),
        pytest.param(4, [], id="past-the-last"),
        pytest.param(1_000_000, [], id="highest"),
    ],
)
async def test_page_holds_its_share_in_order(
    client: AsyncClient, session: AsyncSession, page: int, emails: list[str]
) -> None:
    await add_users(session, 5)

    response = await client.get("/api/v1/users", params={"page": page, "page_size": 2})

    assert response.status_code == 200
    body = response.json()
    assert [user["email"] for user in body.pop("items")] == emails
    assert body == {"page": page, "page_size": 2, "total": 5}


async def test_user_in_a_page_looks_as_it_does_alone(
    client: AsyncClient, session: AsyncSession
) -> None:
    await add_users(session, 1)

    listed = (await client.get("/api/v1/users")).json()["items"]
    alone = await client.get(f"/api/v1/users/{listed[0]['id']}")

    assert listed == [alone.json()]
    assert "password_hash" not in listed[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"),
        ("page", "1000001"),
        ("page_size", "0"),
        ("page_size", "101"),
        ("limit", "5"),
    ],
)
async def test_parameter_out_of_bounds_is_refused(
    client: AsyncClient, name: str, value: str
) -> None:
    response = await client.get("/api/v1/users", params={name: value})

    assert response.status_code == 422
    assert [error["loc"] for error in response.json()["errors"]] == [["query", name]]
