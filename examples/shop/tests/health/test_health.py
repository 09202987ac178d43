from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from sqlalchemy import make_url

from app.config import Settings
from app.main import create_app


async def test_process_is_healthy_even_without_a_database() -> None:
    settings = Settings(database_url=make_url("sqlite+aiosqlite:////no/where.db"))
    app = create_app(settings)

    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        response = await client.get("/health")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
