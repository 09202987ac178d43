from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.exceptions import FastAPIError
from httpx import ASGITransport, AsyncClient

from antipatterns.structure import prefix_at_include
from patterns.structure import prefix_on_router

type Measured = Callable[[str], None]


async def articles(app: FastAPI) -> list[str]:
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://test"
    ) as client:
        names: list[str] = (await client.get("/articles")).json()
    return names


async def test_router_cannot_be_included_alone(measured: Measured) -> None:
    assert await articles(prefix_at_include.create_app()) == ["lamp"]

    with pytest.raises(FastAPIError) as caught:
        FastAPI().include_router(prefix_at_include.router)

    measured(f"FastAPIError: {caught.value}.")


async def test_router_with_a_prefix_is_the_same_everywhere() -> None:
    alone = FastAPI()
    alone.include_router(prefix_on_router.router)

    assert await articles(prefix_on_router.create_app()) == ["lamp"]
    assert await articles(alone) == ["lamp"]
    assert alone.openapi()["paths"]["/articles"]["get"]["tags"] == ["articles"]
