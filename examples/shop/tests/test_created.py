"""A response with 201 names the new resource, and its client can read it there."""

from collections.abc import Awaitable, Callable

from httpx import AsyncClient, Response
from placing import ORDERS, place
from sqlalchemy.ext.asyncio import AsyncSession
from surface import make_item

from app.config import Settings
from app.main import create_app

type Create = Callable[[AsyncClient, AsyncSession], Awaitable[Response]]

ITEMS = "/api/v1/items"


async def create_item(admin: AsyncClient, _: AsyncSession) -> Response:
    return await admin.post(ITEMS, json={"name": "Tea", "price": "4.50", "stock": 1})


async def place_order(admin: AsyncClient, session: AsyncSession) -> Response:
    return await place(admin, "one", (await make_item(admin, session), 1))


CREATE: dict[str, Create] = {ITEMS: create_item, ORDERS: place_order}

WITHOUT_LOCATION = {"/api/v1/users"}
"""A new account has no token yet, so its client can read nothing."""


def creations() -> set[str]:
    """Return the paths whose `POST` answers 201."""
    paths = create_app(Settings()).openapi()["paths"]
    return {
        path
        for path, methods in paths.items()
        if "201" in methods.get("post", {}).get("responses", {})
    }


def test_every_creation_has_a_sample() -> None:
    assert creations() == CREATE.keys() | WITHOUT_LOCATION, (
        "add to CREATE how to call the new route"
    )


async def test_created_resource_is_read_at_its_location(
    admin: AsyncClient, session: AsyncSession
) -> None:
    for create in CREATE.values():
        created = await create(admin, session)

        read = await admin.get(created.headers["location"])

        assert created.status_code == 201
        assert read.status_code == 200
        assert read.json() == created.json()


async def test_repeat_has_the_location_of_the_first_response(
    admin: AsyncClient, session: AsyncSession
) -> None:
    item_id = await make_item(admin, session)

    first, repeat = [await place(admin, "one", (item_id, 1)) for _ in range(2)]

    assert repeat.headers["location"] == first.headers["location"]
