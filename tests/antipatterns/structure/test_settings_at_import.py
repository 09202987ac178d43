import importlib
from collections.abc import Callable

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from antipatterns.structure import settings_at_import
from patterns.structure import settings_by_dependency

type Measured = Callable[[str], None]


async def page_size(app: FastAPI) -> int:
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://test"
    ) as client:
        response = await client.get("/limits")
    size: int = response.json()["page_size"]
    return size


async def test_override_has_no_effect(measured: Measured) -> None:
    importlib.reload(settings_at_import)
    app = FastAPI()
    app.include_router(settings_at_import.router)
    app.dependency_overrides[settings_at_import.get_settings] = lambda: (
        settings_at_import.Settings(page_size=5)
    )

    size = await page_size(app)

    assert size == 20
    measured(f"A test set the page size to 5; the app used {size}.")


async def test_dependency_is_overridden() -> None:
    app = FastAPI()
    app.include_router(settings_by_dependency.router)
    usual = await page_size(app)
    app.dependency_overrides[settings_by_dependency.get_settings] = lambda: (
        settings_by_dependency.Settings(page_size=5)
    )

    assert (usual, await page_size(app)) == (20, 5)
