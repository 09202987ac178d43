import pytest
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import create_async_engine

from app.core import database
from app.core.cache import create_cache
from benchmarks.variant import CREATE, PROBE, create_app, without
from benchmarks.variants import endpoint_of


@pytest.mark.parametrize("title", CREATE)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_variant_starts_and_answers(
    monkeypatch: pytest.MonkeyPatch, database_url: URL, title: str
) -> None:
    monkeypatch.setattr(database, "create_async_engine", create_async_engine)
    monkeypatch.setenv("APP_DATABASE_URL", str(database_url))
    monkeypatch.setenv("BENCHMARK_VARIANT", title)
    app = create_app()

    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://localhost") as shop,
    ):
        response = await shop.get("/health")

    assert response.json() == {"status": "ok"}


def test_layer_that_the_app_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="create_cache"):
        without(create_cache)


def test_probe_is_measured_at_the_probe() -> None:
    assert endpoint_of(PROBE) == "health"
    assert endpoint_of("no metrics") == "me"
