import asyncio
import importlib
import sys
from collections.abc import Callable
from types import ModuleType

import pytest
from fastapi import FastAPI
from starlette.exceptions import StarletteDeprecationWarning

from patterns.testing import app_client

type Measured = Callable[[str], None]

MODULE = "antipatterns.testing.client_on_another_loop"


@pytest.fixture
def antipattern(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import it afresh: the warning comes with the first import only."""
    for name in (MODULE, "fastapi.testclient", "starlette.testclient"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.warns(StarletteDeprecationWarning, match="install `httpx2` instead"):
        return importlib.import_module(MODULE)


def waiting_app(answer: asyncio.Future[str]) -> FastAPI:
    """Return an app that awaits a future of the test's loop, as a connection is."""
    app = FastAPI()

    @app.get("/answer")
    async def read_answer() -> str:
        return await answer

    return app


async def test_testclient_runs_app_on_another_loop(
    antipattern: ModuleType, measured: Measured
) -> None:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    with (
        antipattern.app_client(waiting_app(answer)) as client,
        pytest.raises(RuntimeError, match="attached to a different loop") as caught,
    ):
        client.get("/answer")

    measured(f"The app raised: …{str(caught.value)[-29:]}.")


async def test_async_client_shares_the_tests_loop() -> None:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()
    loop.call_later(0.01, answer.set_result, "42")

    async with app_client.app_client(waiting_app(answer)) as client:
        response = await client.get("/answer")

    assert response.json() == "42"
