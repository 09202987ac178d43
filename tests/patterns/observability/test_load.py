"""The load test, against the shop."""

import logging
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import anyio.to_thread
import pytest
from accounts import SIGNING_KEYS, access_token_of
from fastapi import FastAPI
from httpx import AsyncClient
from limits import RateLimitItemPerSecond
from schema import migrate
from servers import http_server
from sqlalchemy import func, make_url, select

from app.config import Settings
from app.core.database import Database, create_engine, unit_of_work
from app.core.logging import HANDLER
from app.items.models import Item
from app.main import create_app
from app.orders.models import Order
from app.users.models import Role
from tests.patterns.observability.load import run_k6

type Shown = Callable[[str], str]

THRESHOLDS = 4
SCRIPT = "examples/shop/deploy/load/checkout.js"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a migrated database; k6 is one client with a high limit."""
    settings = Settings(
        database_url=make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"),
        jwt_keys=SIGNING_KEYS,
        rate_limit=RateLimitItemPerSecond(1000),
        log_level="WARNING",
    )
    migrate(settings)
    return settings


@pytest.fixture
async def database(settings: Settings) -> AsyncGenerator[Database]:
    """Yield a database with an item that stays in stock."""
    database = Database(create_engine(settings.database_url, settings.database_options))
    async with unit_of_work(database) as session:
        session.add(Item(name="Tea", price=Decimal("2.50"), stock=1_000_000))
    yield database
    await database.engine.dispose()


@contextmanager
def served(settings: Settings) -> Generator[tuple[FastAPI, str]]:
    """Serve the shop; then remove its log handler."""
    app = create_app(settings)
    try:
        with http_server(app) as address:
            yield app, address
    finally:
        root = logging.getLogger()
        root.handlers = [each for each in root.handlers if each.name != HANDLER]


async def test_checkout_places_an_order_in_each_iteration(
    settings: Settings,
    database: Database,
    shown: Shown,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    account = await access_token_of(database, "load@example.com", Role.CUSTOMER)

    with served(settings) as (app, address):
        token = app.state.tokens.issue(account)
        variables = {
            "BASE_URL": address,
            "TOKEN": token,
            "DURATION": "2s",
            "RATE": "10",
        }
        async with AsyncClient(base_url=address) as client:  # builds the routes
            await client.get("/api/v1/items")
        run = await anyio.to_thread.run_sync(
            lambda: run_k6(shown(SCRIPT), tmp_path, **variables)
        )

    async with database.sessions() as session:
        orders = await session.scalar(select(func.count()).select_from(Order))
    checks, failed = run.metrics["checks"], run.metrics["http_req_failed"]
    assert (checks["fails"], failed["value"]) == (0, 0), run.output
    assert orders == checks["passes"] > 5
    assert run.thresholds.count("✓") + run.thresholds.count("✗") == THRESHOLDS
    totals = run.totals("http_req_duration", "dropped_iterations", "iterations")
    assert "p(99)=" in totals
    record_property("shown:summary", f"{run.thresholds}\n\n{totals}")
