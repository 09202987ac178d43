# /// bad
# harm = "tests/antipatterns/testing/test_override_left_behind.py::test_order_decides"
# right = "examples/patterns/testing/app_per_test.py"
# ///
"""One app for all tests, and an override that stays on it."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from httpx import ASGITransport, AsyncClient, Response


def current_user() -> str:
    """Return who asks; nobody is logged in here."""
    raise HTTPException(401)


app = FastAPI()


@app.get("/me")
async def read_me(user: Annotated[str, Depends(current_user)]) -> str:
    """Tell who asks."""
    return user


async def get_me() -> Response:
    """Ask the app who asks."""
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/me")


async def test_user_reads_their_name() -> None:
    app.dependency_overrides[current_user] = lambda: "ada"

    response = await get_me()

    assert response.json() == "ada"


async def test_stranger_is_refused() -> None:
    response = await get_me()

    assert response.status_code == 401
