"""What clients may rely on, whatever the layout of the code."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import MetaData, StaticPool
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

type Check = Callable[[AsyncClient], Awaitable[None]]

USERS, ITEMS = "/api/v1/users", "/api/v1/items"


@asynccontextmanager
async def served(
    create_app: Callable[[AsyncEngine], FastAPI], metadata: MetaData
) -> AsyncGenerator[AsyncClient]:
    """Yield a client of an app on a database in memory."""
    engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    transport = ASGITransport(create_app(engine))
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
    await engine.dispose()


async def create_user(client: AsyncClient, name: str) -> int:
    """Return the ID of a new user."""
    created = await client.post(USERS, json={"name": name})
    assert created.status_code == 201
    user_id: int = created.json()["id"]
    return user_id


async def create_item(client: AsyncClient, owner_id: int, **fields: object) -> None:
    """Create an item of an owner."""
    created = await client.post(ITEMS, json={"owner_id": owner_id} | fields)
    assert created.status_code == 201


async def created_user_is_read(client: AsyncClient) -> None:
    ada = await create_user(client, "Ada")

    read = await client.get(f"{USERS}/{ada}")

    assert (read.status_code, read.json()) == (200, {"id": ada, "name": "Ada"})


async def list_holds_items_of_its_owner_only(client: AsyncClient) -> None:
    ada, bob = await create_user(client, "Ada"), await create_user(client, "Bob")
    await create_item(client, ada, name="lamp")
    await create_item(client, bob, name="desk")
    await create_item(client, ada, name="chair")

    answer = await client.get(ITEMS, params={"owner_id": ada})

    found = [(item["owner_id"], item["name"]) for item in answer.json()]
    assert (answer.status_code, found) == (200, [(ada, "lamp"), (ada, "chair")])


async def item_of_unknown_owner_is_refused(client: AsyncClient) -> None:
    refused = await client.post(ITEMS, json={"owner_id": 7, "name": "lamp"})

    assert (refused.status_code, refused.json()) == (404, {"code": "not_found"})
    assert (await client.get(ITEMS, params={"owner_id": 7})).json() == []


async def unknown_field_is_refused(client: AsyncClient) -> None:
    refused = await client.post(USERS, json={"name": "Ada", "is_admin": True})

    assert refused.status_code == 422


async def item_has_a_quantity(client: AsyncClient) -> None:
    ada = await create_user(client, "Ada")
    await create_item(client, ada, name="lamp")
    await create_item(client, ada, name="chair", quantity=4)

    answer = await client.get(ITEMS, params={"owner_id": ada})

    assert [item["quantity"] for item in answer.json()] == [1, 4]


async def created_project_is_read(client: AsyncClient) -> None:
    created = await client.post("/api/v1/projects", json={"name": "move"})
    assert created.status_code == 201

    read = await client.get(f"/api/v1/projects/{created.json()['id']}")

    assert (read.status_code, read.json()) == (200, created.json())


async def second_version_names_a_title(client: AsyncClient) -> None:
    ada = await create_user(client, "Ada")
    await create_item(client, ada, name="lamp")

    answer = await client.get("/api/v2/items", params={"owner_id": ada})

    assert answer.json() == [{"id": 1, "owner_id": ada, "title": "lamp"}]


CONTRACT: tuple[Check, ...] = (
    created_user_is_read,
    list_holds_items_of_its_owner_only,
    item_of_unknown_owner_is_refused,
    unknown_field_is_refused,
)
CHANGES: dict[str, Check] = {
    "field": item_has_a_quantity,
    "domain": created_project_is_read,
    "version": second_version_names_a_title,
}
