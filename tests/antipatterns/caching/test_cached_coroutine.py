"""Two requests that need the same exchange rate."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from pydantic import BaseModel

from antipatterns.caching import cached_coroutine as wrong
from app.core.cache import create_cache


class Rate(BaseModel):
    """One euro in a currency."""

    value: str


def create_client() -> AsyncClient:
    app = FastAPI()

    @app.get("/rates/{currency}")
    async def read_rate(currency: str) -> str:
        return currency.lower()

    return AsyncClient(transport=ASGITransport(app), base_url="http://test")


async def test_second_call_of_cached_coroutine_fails(
    measured: Callable[[str], None],
) -> None:
    async with create_client() as client:
        first = await wrong.fetch_rate(client, "SEK")
        with pytest.raises(RuntimeError) as failure:
            await wrong.fetch_rate(client, "SEK")

    assert first == '"sek"'
    assert str(failure.value) == "cannot reuse already awaited coroutine"
    measured(f"The second call raised `RuntimeError: {failure.value}`.")


async def test_second_read_of_cached_result_succeeds() -> None:
    cache = create_cache(None, 1_000_000)

    async with create_client() as client:

        async def fetch() -> Rate:
            return Rate(value=(await client.get("/rates/SEK")).text)

        rates = [await cache.read("rate:SEK", Rate, fetch, 60) for _ in range(2)]

    assert [rate.value for rate in rates] == ['"sek"', '"sek"']
