"""What a list answers to a limit, and what its schema says."""

from collections.abc import Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient

from antipatterns.typing_code import unannotated_parameter as wrong
from patterns.typing_code import annotated_parameter as right


async def status(router: APIRouter, limit: str) -> int:
    """Return the status for a limit."""
    app = FastAPI()
    app.include_router(router)
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get("/users", params={"limit": limit})).status_code


async def test_text_is_accepted_as_a_limit(measured: Callable[[str], None]) -> None:
    number, text = await status(wrong.router, "2"), await status(wrong.router, "two")

    assert (number, text) == (500, 500)
    measured(
        f"`?limit=2` answered {number}, and so did `?limit=two`: the handler got text."
    )


@pytest.mark.parametrize(("limit", "expected"), [("2", 200), ("two", 422)])
async def test_limit_is_a_number(limit: str, expected: int) -> None:
    assert await status(right.router, limit) == expected
