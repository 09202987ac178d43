"""An app per test, so that its overrides end with the test."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from httpx import ASGITransport, AsyncClient, Response


async def free_seats() -> int:
    """Return how many seats are left."""
    return 12


router = APIRouter()


@router.get("/seats")
async def read_seats(seats: Annotated[int, Depends(free_seats)]) -> int:
    """Return how many seats are left."""
    return seats


def create_app() -> FastAPI:
    """Return the app."""
    app = FastAPI()
    app.include_router(router)
    return app


async def get_seats(app: FastAPI) -> Response:
    """Ask for the free seats."""
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/seats")


async def test_sold_out_show_has_no_seat() -> None:
    app = create_app()
    app.dependency_overrides[free_seats] = lambda: 0

    response = await get_seats(app)

    assert response.json() == 0


async def test_new_show_has_all_seats() -> None:
    response = await get_seats(create_app())

    assert response.json() == 12
