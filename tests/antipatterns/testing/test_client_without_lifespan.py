from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from httpx import AsyncClient

from antipatterns.testing import client_without_lifespan
from patterns.testing import app_client

type Measured = Callable[[str], None]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    app.state.articles = ["lamp"]
    yield
    app.state.articles = []


def shop() -> FastAPI:
    app = FastAPI(lifespan=lifespan)

    @app.get("/articles")
    async def list_articles(request: Request) -> list[str]:
        articles: list[str] = request.app.state.articles
        return articles

    return app


async def answer(client: AsyncClient) -> tuple[int, str]:
    response = await client.get("/articles")
    return response.status_code, response.text


async def test_client_without_lifespan_gets_500(measured: Measured) -> None:
    app = shop()
    async with client_without_lifespan.app_client(app) as client:
        status, _ = await answer(client)

    assert status == 500
    assert not hasattr(app.state, "articles")
    measured(f"A working app answered {status}: its lifespan had not run.")


async def test_lifespan_manager_starts_and_stops_app() -> None:
    app = shop()
    async with app_client.app_client(app) as client:
        assert await answer(client) == (200, '["lamp"]')

    assert app.state.articles == []
