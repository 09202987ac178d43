"""What an order leaves behind whose event no handler can process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from accounts import SIGNING_KEYS
from anyio import to_thread
from placing import ORDERS, place
from schema import migrate
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncSession
from workers import deliver_due

from app.config import Settings
from app.events import ORDER_PLACED
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.outbox.schemas import Message
from tests.patterns.runbooks.signals import (
    METRICS,
    logged,
    report,
    responses,
    watched_shop,
)

ITEMS = "/api/v1/items"
TEA = {"name": "Tea", "price": "4.50", "stock": 3}
EVENTS = ("outbox_delivery_failed", "outbox_dead_lettered")
FIELDS = ("level", "event", "topic", "message_id", "attempts", "error")
PLACED, FAILED = (responses("POST", ORDERS, status) for status in (201, 503))


class ConnectError(Exception):
    """The other service does not answer."""


async def fail(_: AsyncSession, __: Message) -> None:
    """Handle no message."""
    raise ConnectError


async def test_dead_letter_is_in_the_log_only(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    settings = Settings(database_url=url, jwt_keys=SIGNING_KEYS)
    await to_thread.run_sync(migrate, settings)
    async with watched_shop(settings) as shop:
        item = await shop.client.post(ITEMS, json=TEA)
        shop.exporter.clear()
        before = await shop.scrape()
        policy = RetryPolicy(max_attempts=1)
        relay = OutboxRelay(shop.app.state.database, {ORDER_PLACED: fail}, policy)
        placed = await place(shop.client, "tea", (item.json()["id"], 1))
        await deliver_due(relay)
        after, trace = await shop.scrape(), shop.trace()
        metrics = await shop.metrics()

    log = logged(caplog, EVENTS, FIELDS)
    assert placed.status_code == 201
    assert [event in entry for event, entry in zip(EVENTS, log, strict=True)] == [
        True
    ] * 2
    assert (before.get(PLACED, 0), after[PLACED], FAILED in after) == (0, 1, False)
    assert f"POST {ORDERS} | UNSET" in trace
    assert "ERROR" not in trace
    assert metrics == METRICS
    record_property("shown:signals", report(log, [(PLACED, before, after)], trace))
