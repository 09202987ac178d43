"""What a server with HTTP Basic answers to a header."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from httpx import ASGITransport, AsyncClient

from antipatterns.tooling import bytes_in_text as wrong
from patterns.tooling import checked_twice as right


async def status_for(authorization: str) -> int:
    """Return the status of a route that requires a user."""
    app = FastAPI()

    @app.get("/")
    async def read_user(
        user: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())],
    ) -> str:
        return user.username

    headers = {"Authorization": authorization}
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get("/", headers=headers)).status_code


async def test_formatted_bytes_are_refused(measured: Callable[[str], None]) -> None:
    header = wrong.authorization("ada", "engine")

    status = await status_for(header)

    assert (header, status) == ("Basic b'YWRhOmVuZ2luZQ=='", 401)
    measured(f"The header was `{header}`, and the server answered {status}.")


async def test_decoded_text_is_accepted() -> None:
    assert await status_for(right.authorization("ada", "engine")) == 200
