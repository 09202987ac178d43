"""A test that asserts the status, the whole body and the stored rows."""

from httpx import AsyncClient


async def test_note_is_created(client: AsyncClient, stored: list[str]) -> None:
    response = await client.post("/notes", json={"text": "buy a lamp"})

    assert response.status_code == 201
    assert response.json() == {"id": 1, "text": "buy a lamp"}
    assert stored == ["buy a lamp"]
