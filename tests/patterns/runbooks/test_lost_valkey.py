"""What the app answers and logs while Valkey is away."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from anyio import to_thread
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr
from schema import migrate
from servers import valkey_server
from sqlalchemy import make_url

from app.config import Settings
from app.main import create_app

FIELDS = ("level", "event", "circuit", "error")
ASKED = 6  # one more than the failures that open the circuit


def entries(caplog: pytest.LogCaptureFixture) -> list[dict[str, str]]:
    found = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [
        {name: str(entry[name]) for name in FIELDS if name in entry}
        for entry in found
        if "circuit" in entry
    ]


async def until_recovered(client: AsyncClient) -> None:
    for _ in range(600):
        ready = await client.get("/ready")
        if not ready.json()["degraded"]:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


async def test_lost_valkey_is_reported_and_the_app_stays_ready(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    with valkey_server() as valkey:
        settings = Settings(database_url=url, valkey_url=SecretStr(valkey.url))
        await to_thread.run_sync(migrate, settings)
        app = create_app(settings)
        async with (
            LifespanManager(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
        ):
            before = await client.get("/ready")
            valkey.stop()
            during = [await client.get("/ready") for _ in range(ASKED)][-1]
            items = await client.get("/api/v1/items")
            valkey.start()
            await until_recovered(client)

    log = entries(caplog)
    assert [before.json()["degraded"], during.json()["degraded"]] == [[], ["valkey"]]
    assert (during.status_code, items.status_code) == (200, 200)
    assert [entry["event"] for entry in log] == ["circuit_opened", "circuit_closed"]
    lines = [f"/ready: {during.status_code} {during.text}", *map(json.dumps, log)]
    record_property("shown:log", "\n".join(lines).replace(str(valkey.port), "6379"))
