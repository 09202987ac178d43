"""What an alias of the `type` statement can do."""

from typing import Annotated, cast

import pytest
from fastapi import Depends, FastAPI
from httpx import ASGITransport, AsyncClient


def read_user() -> str:
    """Return the user of every request."""
    return "ada"


type UserDep = Annotated[str, Depends(read_user)]
type UserId = int


async def test_alias_of_a_dependency_is_resolved() -> None:
    app = FastAPI()

    @app.get("/")
    async def read(user: UserDep) -> str:
        return user

    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get("/")).json() == "ada"


def test_alias_is_no_class() -> None:
    with pytest.raises(TypeError):
        isinstance(1, cast("type[int]", UserId))
