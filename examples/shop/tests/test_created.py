"""A response with 201 names the new resource, and its client can read it there."""

from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession
from surface import OWNED, make_owned

from app.config import Settings
from app.main import create_app

ITEM = {"name": "Tea", "price": "4.50", "stock": 1}

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


async def create_all(admin: AsyncClient, session: AsyncSession) -> dict[str, Response]:
    """Make one row of each kind; return the responses with 201, by path."""
    created: dict[str, Response] = {}

    async def note(response: Response) -> None:
        if response.status_code == 201:
            created[response.url.path] = response

    admin.event_hooks = {"response": [note]}
    await admin.post("/api/v1/items", json=ITEM)
    for name in OWNED:
        await make_owned(name, admin, session)
    return created


async def test_created_resource_is_read_at_its_location(
    admin: AsyncClient, session: AsyncSession
) -> None:
    created = await create_all(admin, session)

    assert created.keys() == creations() - WITHOUT_LOCATION, (
        "let OWNED in tests/surface.py make the row with the new route"
    )
    for response in created.values():
        read = await admin.get(response.headers["location"])
        assert read.status_code == 200
        assert read.json() == response.json()
