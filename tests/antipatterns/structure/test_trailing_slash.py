from collections.abc import Callable

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from antipatterns.structure import trailing_slash
from patterns.structure import prefix_on_router

type Measured = Callable[[str], None]


async def get(app: FastAPI, path: str, host: str) -> Response:
    async with AsyncClient(
        transport=ASGITransport(app), base_url="https://shop.example"
    ) as client:
        return await client.get(path, headers={"Host": host})


async def test_redirect_leads_to_requested_host(measured: Measured) -> None:
    app = trailing_slash.create_app()
    found = await get(app, "/articles/", "shop.example")
    response = await get(app, "/articles", "attacker.example")

    assert found.json() == ["lamp"]
    assert response.status_code == 307
    assert response.headers["Location"] == "https://attacker.example/articles/"
    measured(
        f"GET /articles with Host: attacker.example was answered "
        f"{response.status_code} with Location: {response.headers['Location']}",
    )


async def test_no_path_redirects() -> None:
    app = prefix_on_router.create_app()
    found = await get(app, "/articles", "attacker.example")
    unknown = await get(app, "/articles/", "attacker.example")

    assert found.json() == ["lamp"]
    assert unknown.status_code == 404
    assert "Location" not in unknown.headers
