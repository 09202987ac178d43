"""What the app answers and logs while Valkey is away."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from anyio import to_thread
from httpx import AsyncClient
from pydantic import SecretStr
from schema import migrate
from servers import valkey_server
from sqlalchemy import make_url

from app.config import Settings
from tests.patterns.runbooks.signals import (
    METRICS,
    logged,
    report,
    responses,
    watched_shop,
)

FIELDS = ("level", "event", "circuit", "error")
ITEMS = "/api/v1/items"
SERVED = responses("GET", ITEMS, 200)
ASKED = 6  # one more than the failures that open the circuit


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
        async with watched_shop(settings) as shop:
            before = await shop.client.get("/ready")
            count_before = await shop.scrape()
            valkey.stop()
            during = [await shop.client.get("/ready") for _ in range(ASKED)][-1]
            items = await shop.client.get(ITEMS)
            count_after, trace = await shop.scrape(), shop.trace()
            metrics = await shop.metrics()
            valkey.start()
            await until_recovered(shop.client)

    log = logged(caplog, ["circuit_opened", "circuit_closed"], FIELDS)
    assert [before.json()["degraded"], during.json()["degraded"]] == [[], ["valkey"]]
    assert (during.status_code, items.status_code) == (200, 200)
    assert ["circuit_opened" in log[0], "circuit_closed" in log[1]] == [True, True]
    assert len(log) == 2
    assert f"GET {ITEMS} | UNSET" in trace
    assert "ERROR" not in trace
    assert metrics == METRICS
    log = [entry.replace(str(valkey.port), "6379") for entry in log]
    record_property("shown:ready", f"{during.status_code} {during.text}")
    record_property(
        "shown:signals", report(log, [(SERVED, count_before, count_after)], trace)
    )
