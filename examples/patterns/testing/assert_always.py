"""A test whose assertions always run."""

from httpx import AsyncClient


async def test_password_is_not_shown(client: AsyncClient) -> None:
    response = await client.get("/users/1")

    assert response.status_code == 200
    assert response.json() == {"id": 1, "email": "ada@example.com"}
