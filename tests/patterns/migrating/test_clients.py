"""The same requests by `TestClient` and by `AsyncClient`."""

import importlib
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from types import ModuleType

import pytest
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from starlette.exceptions import StarletteDeprecationWarning

from patterns.testing import app_client as after

MODULE = "antipatterns.testing.client_on_another_loop"


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import it afresh: the warning comes with the first import only."""
    for name in (MODULE, "fastapi.testclient", "starlette.testclient"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.warns(StarletteDeprecationWarning, match="install `httpx2` instead"):
        return importlib.import_module(MODULE)


@pytest.fixture
def app() -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        app.state.greeting = "hello"
        yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/greeting")
    async def read_greeting() -> str:
        return str(app.state.greeting)

    @app.get("/old")
    async def read_old() -> RedirectResponse:
        return RedirectResponse("/greeting")

    @app.get("/broken")
    async def read_broken() -> None:
        raise ZeroDivisionError

    return app


def outcome_before(before: ModuleType, app: FastAPI, path: str) -> str:
    """Return what `TestClient` gives a test."""
    with before.app_client(app) as client:
        try:
            return str(client.get(path).status_code)
        except ZeroDivisionError as error:
            return f"{type(error).__name__} in the test"


async def outcome_after(app: FastAPI, path: str) -> str:
    """Return what `AsyncClient` gives a test."""
    async with after.app_client(app) as client:
        return str((await client.get(path)).status_code)


async def test_async_client_follows_no_redirect(
    before: ModuleType,
    app: FastAPI,
    record_property: Callable[[str, object], None],
) -> None:
    paths = ["/greeting", "/old", "/broken"]

    old = [outcome_before(before, app, path) for path in paths]
    new = [await outcome_after(app, path) for path in paths]

    assert old == ["200", "200", "ZeroDivisionError in the test"]
    assert new == ["200", "307", "500"]
    rows = zip(("", *paths), ("TestClient", *old), ("AsyncClient", *new), strict=True)
    lines = [f"{path:12}{first:32}{second}" for path, first, second in rows]
    record_property("shown:outcomes", "\n".join(lines))
