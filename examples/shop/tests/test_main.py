import pytest
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from app.config import Settings
from app.core.database import read_session
from app.core.valkey import Valkey
from app.main import create_app

PRODUCTION = Settings(
    environment="production",
    allowed_hosts=["test"],
    database_url=make_url("postgresql+asyncpg://nowhere/shop"),
    jwt_keys={"first": SecretStr("0123456789abcdef0123456789abcdef")},
)


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        pytest.param(Settings(), 200, id="open-in-development"),
        pytest.param(PRODUCTION, 404, id="closed-in-production"),
    ],
)
@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
async def test_interactive_docs(settings: Settings, status: int, path: str) -> None:
    transport = ASGITransport(create_app(settings))

    async with AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get(path)

    assert response.status_code == status


def test_app_without_settings_reads_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APP_READY_TIMEOUT", "7")

    app = create_app()

    assert app.state.settings.ready_timeout == 7


async def test_second_app_opens_its_own_database(sqlite_settings: Settings) -> None:
    first, second = create_app(sqlite_settings), create_app(sqlite_settings)

    async with LifespanManager(first), LifespanManager(second):
        assert first.state.database.engine is not second.state.database.engine


async def test_connections_are_closed_at_the_end(settings: Settings) -> None:
    app = create_app(settings)

    async with LifespanManager(app):
        async with read_session(app.state.database) as session:
            await session.connection()
        pool = app.state.database.engine.pool
        held = pool.checkedin()

    assert held == 1
    assert app.state.database.engine.pool.checkedin() == 0


async def test_engine_is_closed_even_if_valkey_fails_to_close(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed: list[str] = []
    really_dispose = AsyncEngine.dispose

    async def fail(_: Valkey) -> None:
        closed.append("valkey")
        raise ConnectionError

    async def dispose(engine: AsyncEngine) -> None:
        closed.append("engine")
        await really_dispose(engine)

    monkeypatch.setattr(Valkey, "aclose", fail)
    monkeypatch.setattr(AsyncEngine, "dispose", dispose)
    app = create_app(Settings(valkey_url=SecretStr("valkey://127.0.0.1:1/0")))

    with pytest.raises(ConnectionError):
        async with LifespanManager(app):
            pass

    assert closed == ["valkey", "engine"]
