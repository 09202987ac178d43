"""Where the docs page sends a login when a proxy serves the app below a prefix."""

from collections.abc import Callable
from urllib.parse import urljoin

from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import URL
from starlette.applications import Starlette
from starlette.routing import Mount

from antipatterns.identity import absolute_token_url as wrong
from app.config import Settings
from app.main import create_app

PREFIX = "/shop"


async def log_in_on_docs_page(app: FastAPI) -> tuple[str, int]:
    """Resolve `tokenUrl` as Swagger UI does; return the path and the answer's status.

    The form is empty: a 422 comes from the route, a 404 from the router.
    """
    proxy = Starlette(routes=[Mount(PREFIX, app)])
    async with AsyncClient(
        transport=ASGITransport(proxy), base_url="http://shop.example"
    ) as client:
        document = (await client.get(f"{PREFIX}/openapi.json")).json()
        [scheme] = document["components"]["securitySchemes"].values()
        path = urljoin(f"{PREFIX}/docs", scheme["flows"]["password"]["tokenUrl"])
        return path, (await client.post(path)).status_code


async def test_absolute_token_url_misses_the_prefix(
    measured: Callable[[str], None],
) -> None:
    app = wrong.create_app()
    path, status = await log_in_on_docs_page(app)

    assert (path, status) == ("/api/v1/auth/token", 404)
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://shop.example"
    ) as client:
        headers = {"Authorization": "Bearer opaque"}
        assert (await client.get("/api/v1/users/me", headers=headers)).json()
        assert (await client.post(path)).status_code == 200
    measured(
        f"Below `{PREFIX}` the docs page sent the login to `{path}`: status {status}."
    )


async def test_relative_token_url_keeps_the_prefix(database_url: URL) -> None:
    app = create_app(Settings(database_url=database_url))

    async with LifespanManager(app):
        path, status = await log_in_on_docs_page(app)

    assert (path, status) == (f"{PREFIX}/api/v1/auth/token", 422)
