"""An app for each test: what a test does to it ends with it."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from httpx import ASGITransport, AsyncClient, Response


def current_user() -> str:
    """Return who asks; nobody is logged in here."""
    raise HTTPException(401)


router = APIRouter()


@router.get("/me")
async def read_me(user: Annotated[str, Depends(current_user)]) -> str:
    """Tell who asks."""
    return user


def create_app() -> FastAPI:
    """Build the app."""
    app = FastAPI()
    app.include_router(router)
    return app


async def get_me(app: FastAPI) -> Response:
    """Ask an app who asks."""
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/me")


async def test_user_reads_their_name() -> None:
    app = create_app()
    app.dependency_overrides[current_user] = lambda: "ada"

    response = await get_me(app)

    assert response.json() == "ada"


async def test_stranger_is_refused() -> None:
    response = await get_me(create_app())

    assert response.status_code == 401
