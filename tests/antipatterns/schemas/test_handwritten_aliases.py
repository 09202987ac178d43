"""One order, serialised by FastAPI and by the schema itself."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.schemas import handwritten_aliases as wrong
from patterns.schemas import generated_aliases as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def names(ask: Ask, router: APIRouter, path: str) -> list[str]:
    """Return the names of the fields in the response."""
    app = FastAPI()
    app.include_router(router)
    response = await ask(app, Request("GET", f"http://shop/orders/{path}"))
    return list(response.json())


async def test_stored_response_has_other_names(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    fresh = await names(ask, wrong.router, "fresh")
    stored = await names(ask, wrong.router, "stored")

    assert (fresh, stored) == (["orderId", "lineCount"], ["order_id", "line_count"])
    measured(f"FastAPI returned `{fresh[0]}`, the stored response `{stored[0]}`.")


async def test_generated_aliases_apply_to_every_response(ask: Ask) -> None:
    fresh = await names(ask, right.router, "fresh")
    stored = await names(ask, right.router, "stored")

    assert fresh == stored == ["orderId", "lineCount"]
