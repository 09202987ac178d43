# /// bad
# ast-grep = ["TEST-014"]
# harm = "tests/antipatterns/testing/test_overridden_user.py::test_override_hides_a_broken_login"
# right = "examples/patterns/testing/signed_in_client.py"
# ///
"""A request of a test that skips the app's own check of the token."""

from collections.abc import Callable

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response


async def get_as_ada(
    app: FastAPI, current_user: Callable[..., object], path: str
) -> Response:
    """Request the path as Ada."""
    app.dependency_overrides[current_user] = lambda: "ada"
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path)
