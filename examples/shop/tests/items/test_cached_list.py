import pytest
from accounts import SignIn
from fastapi import FastAPI
from httpx import AsyncClient

from app.config import Settings, get_settings

ITEMS = "/api/v1/items"


@pytest.fixture
def _cached(app: FastAPI, settings: Settings) -> None:
    cached = settings.model_copy(update={"catalogue_seconds": 60})
    app.dependency_overrides[get_settings] = lambda: cached


async def names(client: AsyncClient, query: str = "") -> list[str]:
    response = await client.get(ITEMS + query)
    assert response.status_code == 200
    return [item["name"] for item in response.json()["items"]]


async def add(admin: AsyncClient, name: str, price: str) -> None:
    response = await admin.post(ITEMS, json={"name": name, "price": price})
    assert response.status_code == 201


@pytest.mark.usefixtures("_cached")
async def test_cached_list_is_the_same_for_every_client(
    client: AsyncClient, admin: AsyncClient, sign_in: SignIn
) -> None:
    await add(admin, "Assam", "5.00")
    first = await names(admin)
    await add(admin, "Sencha", "9.00")

    assert first == ["Assam"]
    assert await names(client) == first
    assert await names(await sign_in("ada@example.com")) == first


@pytest.mark.usefixtures("_cached")
async def test_each_query_has_its_own_entry(
    client: AsyncClient, admin: AsyncClient
) -> None:
    await add(admin, "Assam", "5.00")
    await add(admin, "Sencha", "9.00")

    assert await names(client, "?sort=price") == ["Assam", "Sencha"]
    assert await names(client, "?sort=-price") == ["Sencha", "Assam"]
    assert await names(client, "?min_price=6.00") == ["Sencha"]
    assert await names(client, "?page=2&page_size=1") == ["Sencha"]


@pytest.mark.usefixtures("_cached")
async def test_cached_response_equals_the_first(
    client: AsyncClient, admin: AsyncClient
) -> None:
    await add(admin, "Assam", "5.00")

    first, second = await client.get(ITEMS), await client.get(ITEMS)

    assert first.json() == second.json()


async def test_zero_seconds_disable_the_cache(
    client: AsyncClient, admin: AsyncClient
) -> None:
    await add(admin, "Assam", "5.00")
    await names(client)
    await add(admin, "Sencha", "9.00")

    assert await names(client) == ["Assam", "Sencha"]
