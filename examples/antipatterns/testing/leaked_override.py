# /// bad
# ast-grep = ["TEST-009"]
# also = { STR-005 = "the app that outlives its tests is created at import" }
# harm = "tests/antipatterns/testing/test_leaked_override.py::test_override_leaks_into_the_next_test"
# right = "examples/patterns/testing/app_per_test.py"
# ///
"""A dependency override that leaks into later tests."""

from typing import Annotated

from fastapi import Depends, FastAPI
from httpx import ASGITransport, AsyncClient, Response


async def free_seats() -> int:
    """Return how many seats are left."""
    return 12


app = FastAPI()


@app.get("/seats")
async def read_seats(seats: Annotated[int, Depends(free_seats)]) -> int:
    """Return how many seats are left."""
    return seats


async def get_seats() -> Response:
    """Ask for the free seats."""
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/seats")


async def test_sold_out_show_has_no_seat() -> None:
    app.dependency_overrides[free_seats] = lambda: 0

    response = await get_seats()

    assert response.json() == 0


async def test_new_show_has_all_seats() -> None:
    response = await get_seats()

    assert response.json() == 12
