"""An app per test, so that its overrides end with the test."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from httpx import ASGITransport, AsyncClient, Response


async def current_user() -> str:
    """Return the user of the request; 401 without a login."""
    raise HTTPException(401)


router = APIRouter()


@router.get("/me")
async def read_me(user: Annotated[str, Depends(current_user)]) -> str:
    """Return the name of the user."""
    return user


def create_app() -> FastAPI:
    """Return the app."""
    app = FastAPI()
    app.include_router(router)
    return app


async def get_me(app: FastAPI) -> Response:
    """Send the request without credentials."""
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/me")


async def test_user_reads_own_name() -> None:
    app = create_app()
    app.dependency_overrides[current_user] = lambda: "ada"

    response = await get_me(app)

    assert response.json() == "ada"


async def test_anonymous_user_gets_401() -> None:
    response = await get_me(create_app())

    assert response.status_code == 401
