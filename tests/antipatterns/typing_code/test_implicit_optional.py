"""A search with and without its term."""

from collections.abc import Callable

import pytest
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient, Response
from pydantic import ValidationError

from antipatterns.typing_code import implicit_optional as wrong
from patterns.typing_code import explicit_none as right


async def search(router: APIRouter, query: str) -> Response:
    """Return the response to a search."""
    app = FastAPI()
    app.include_router(router)
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(f"/users{query}")


async def test_search_without_a_term_fails(measured: Callable[[str], None]) -> None:
    with_term = await search(wrong.router, "?term=A")
    without = await search(wrong.router, "")

    assert (with_term.status_code, without.status_code) == (200, 500)
    measured(f"A search without `term` answered {without.status_code}.")


@pytest.mark.parametrize(("query", "found"), [("", 3), ("?term=HEDY", 1)])
async def test_search_with_explicit_none_answers(query: str, found: int) -> None:
    assert len((await search(right.router, query)).json()) == found


def test_none_in_the_type_makes_no_default() -> None:
    with pytest.raises(ValidationError, match="team"):
        right.Move.model_validate({})

    assert right.Move.model_validate({"team": None}).note is None
