# /// bad
# ast-grep = ["TEST-004"]
# harm = "tests/antipatterns/testing/test_asserts_only_status.py::test_app_that_stores_nothing_passes"
# right = "examples/patterns/testing/asserts_response_and_rows.py"
# ///
"""A test that asserts the status alone."""

from httpx import AsyncClient


async def test_note_is_created(client: AsyncClient) -> None:
    response = await client.post("/notes", json={"text": "buy a lamp"})

    assert response.status_code == 201
