"""A client that reads a profile and sends it back."""

from collections.abc import Callable

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from pydantic import BaseModel

from antipatterns.typing_code import none_in_text_field as wrong
from patterns.typing_code import explicit_none as right


async def returned[ModelT: BaseModel](model: type[ModelT], stored: ModelT) -> int:
    """Return the status of a `PUT` of what `GET` has returned."""
    app = FastAPI()

    @app.get("/")
    async def read() -> model:  # type: ignore[valid-type]
        return stored

    @app.put("/")
    async def replace(body: model) -> None:  # type: ignore[valid-type]
        assert body == stored

    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        body = (await client.get("/")).json()
        return (await client.put("/", json=body)).status_code


async def test_client_can_not_send_back_what_it_read(
    measured: Callable[[str], None],
) -> None:
    status = await returned(wrong.Profile, wrong.Profile())

    assert status == 422
    measured(f"A client that sent back what it had read got {status}.")


async def test_client_sends_back_what_it_read() -> None:
    assert await returned(right.Move, right.Move(team=None)) == 200
