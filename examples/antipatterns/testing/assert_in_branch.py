# /// bad
# ast-grep = ["TEST-011"]
# harm = "tests/antipatterns/testing/test_assert_in_branch.py::test_missing_route_passes"
# right = "examples/patterns/testing/assert_always.py"
# ///
"""A test whose assertion runs only on success."""

from httpx import AsyncClient


async def test_password_is_not_shown(client: AsyncClient) -> None:
    response = await client.get("/users/1")

    if response.status_code == 200:
        assert "password" not in response.json()
