# /// bad
# ast-grep = ["TEST-009"]
# also = { STR-005 = "the app that outlives its tests is created at import" }
# harm = "tests/antipatterns/testing/test_leaked_override.py::test_leaked_override_authenticates_anonymous_request"
# right = "examples/patterns/testing/app_per_test.py"
# ///
"""A dependency override that leaks into later tests."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from httpx import ASGITransport, AsyncClient, Response


async def current_user() -> str:
    """Return the user of the request; 401 without a login."""
    raise HTTPException(401)


app = FastAPI()


@app.get("/me")
async def read_me(user: Annotated[str, Depends(current_user)]) -> str:
    """Return the name of the user."""
    return user


async def get_me() -> Response:
    """Send the request without credentials."""
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/me")


async def test_user_reads_own_name() -> None:
    app.dependency_overrides[current_user] = lambda: "ada"

    response = await get_me()

    assert response.json() == "ada"


async def test_anonymous_user_gets_401() -> None:
    response = await get_me()

    assert response.status_code == 401
