import pytest
from accounts import SignIn
from fastapi import FastAPI
from httpx import AsyncClient

from app.config import Settings, get_settings

ITEMS = "/api/v1/items"


@pytest.fixture
def _kept(app: FastAPI, settings: Settings) -> None:
    kept = settings.model_copy(update={"catalogue_seconds": 60})
    app.dependency_overrides[get_settings] = lambda: kept


async def names(client: AsyncClient, query: str = "") -> list[str]:
    answer = await client.get(ITEMS + query)
    assert answer.status_code == 200
    return [item["name"] for item in answer.json()["items"]]


async def add(admin: AsyncClient, name: str, price: str) -> None:
    answer = await admin.post(ITEMS, json={"name": name, "price": price})
    assert answer.status_code == 201


@pytest.mark.usefixtures("_kept")
async def test_list_is_kept_for_whoever_asks(
    client: AsyncClient, admin: AsyncClient, sign_in: SignIn
) -> None:
    await add(admin, "Assam", "5.00")
    first = await names(admin)
    await add(admin, "Sencha", "9.00")

    assert first == ["Assam"]
    assert await names(client) == first
    assert await names(await sign_in("ada@example.com")) == first


@pytest.mark.usefixtures("_kept")
async def test_each_question_is_kept_apart(
    client: AsyncClient, admin: AsyncClient
) -> None:
    await add(admin, "Assam", "5.00")
    await add(admin, "Sencha", "9.00")

    assert await names(client, "?sort=price") == ["Assam", "Sencha"]
    assert await names(client, "?sort=-price") == ["Sencha", "Assam"]
    assert await names(client, "?min_price=6.00") == ["Sencha"]
    assert await names(client, "?page=2&page_size=1") == ["Sencha"]


@pytest.mark.usefixtures("_kept")
async def test_kept_list_is_the_very_same_answer(
    client: AsyncClient, admin: AsyncClient
) -> None:
    await add(admin, "Assam", "5.00")

    loaded, kept = await client.get(ITEMS), await client.get(ITEMS)

    assert loaded.json() == kept.json()


async def test_nothing_is_kept_for_no_seconds(
    client: AsyncClient, admin: AsyncClient
) -> None:
    await add(admin, "Assam", "5.00")
    await names(client)
    await add(admin, "Sencha", "9.00")

    assert await names(client) == ["Assam", "Sencha"]
