"""A client that reads a profile and sends it back."""

from collections.abc import Callable

from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient

from antipatterns.typing_code import none_in_text_field as wrong
from patterns.typing_code import none_in_field as right


async def send_back(router: APIRouter, nickname: str | None = None) -> int:
    """Return the status of a `PUT` of what `GET` has returned."""
    app = FastAPI()
    app.include_router(router)
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        body = (await client.get("/profile")).json()
        assert body == {"nickname": None}
        changed = body | ({"nickname": nickname} if nickname else {})
        return (await client.put("/profile", json=changed)).status_code


async def test_client_can_not_send_back_what_it_read(
    measured: Callable[[str], None],
) -> None:
    changed, unchanged = (
        await send_back(wrong.router, "ada"),
        await send_back(wrong.router),
    )

    assert (changed, unchanged) == (200, 422)
    measured(f"A client that sent back what it had read got status {unchanged}.")


async def test_client_sends_back_what_it_read() -> None:
    assert await send_back(right.router) == 200
