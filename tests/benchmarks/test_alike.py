"""The benchmark compares like with like: both servers give the same answers."""

import json
from importlib import import_module

import pytest
from anyio import to_thread
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from schema import migrate
from sqlalchemy import URL

from app.config import Settings
from app.main import create_app
from benchmarks import subjects
from benchmarks.database import fill
from benchmarks.workload import ANY_NUMBER, Endpoint, endpoints

OF_THE_MOMENT = {"id", "created_at", "updated_at", "access_token", "refresh_token"}

type Answer = tuple[int, str]


def lasting(value: object) -> object:
    """Leave out what no two answers share; the order of the members stays."""
    if isinstance(value, dict):
        return {
            name: type(part).__name__ if name in OF_THE_MOMENT else lasting(part)
            for name, part in value.items()
        }
    return [lasting(part) for part in value] if isinstance(value, list) else value


def client_of(app: FastAPI) -> AsyncClient:
    """Return a client that talks to the app in process."""
    return AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1")


async def answer(client: AsyncClient, endpoint: Endpoint, number: str) -> Answer:
    """Ask once; return the status and what lasts of the body."""
    method, path = endpoint.target.split()
    headers = {
        name: value.replace(ANY_NUMBER, number)
        for name, value in endpoint.headers.items()
    }
    response = await client.request(
        method, path, content=endpoint.body, headers=headers
    )
    return response.status_code, json.dumps(lasting(response.json()))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_lean_and_shop_answer_alike(
    database_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = database_url.render_as_string(hide_password=False)
    for name, value in subjects.settings(url).items():
        monkeypatch.setenv(name, value)
    await to_thread.run_sync(migrate, Settings())
    await fill(url)
    lean = import_module("benchmarks.lean")  # which reads the environment at once
    app = create_app()

    async with (
        LifespanManager(app),
        client_of(app) as shop,
        client_of(lean.app) as other,
    ):
        for number, endpoint in enumerate(endpoints()):
            found = await answer(shop, endpoint, f"shop-{number}")

            assert found[0] == endpoint.status
            assert await answer(other, endpoint, f"lean-{number}") == found
    await lean.engine.dispose()
