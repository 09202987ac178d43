"""Deadlocks and serialization failures end as a 503 that the client may retry."""

import asyncio
from decimal import Decimal

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.config import Settings
from app.core.availability import translate_errors
from app.core.database import Database, unit_of_work
from app.core.dependencies import SessionDep
from app.core.errors import TransactionAbortedError
from app.core.problems import TYPES
from app.items.models import Item
from app.main import create_app

pytestmark = pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
SOON = text("SET LOCAL deadlock_timeout = '20ms'")
OWN_PROCESS = select(func.pg_backend_pid())


@pytest.fixture
async def tea_and_cup(committing_database: Database) -> tuple[int, int]:
    tea, cup = [Item(name=name, price=Decimal(1), stock=1) for name in ("Tea", "Cup")]
    async with unit_of_work(committing_database) as session:
        session.add_all([tea, cup])
    return tea.id, cup.id


@pytest.fixture
def crossing(settings: Settings, tea_and_cup: tuple[int, int]) -> FastAPI:
    """Return an app that locks two items and waits for another request in between."""
    app = create_app(settings)
    is_locked = {item_id: asyncio.Event() for item_id in tea_and_cup}

    @app.post("/lock/{first}/{second}")
    async def lock(session: SessionDep, first: int, second: int) -> None:
        await session.execute(SOON)
        for item_id in (first, second):
            await session.get_one(Item, item_id, with_for_update=True)
            is_locked[item_id].set()
            await is_locked[second].wait()

    return app


async def test_deadlock_returns_503_to_one_request(
    crossing: FastAPI, tea_and_cup: tuple[int, int], caplog: pytest.LogCaptureFixture
) -> None:
    tea, cup = tea_and_cup
    async with (
        LifespanManager(crossing),
        AsyncClient(transport=ASGITransport(crossing), base_url="http://test") as shop,
    ):
        answers = await asyncio.gather(
            shop.post(f"/lock/{tea}/{cup}"), shop.post(f"/lock/{cup}/{tea}")
        )
        served, refused = sorted(answers, key=lambda answer: answer.status_code)
        again = await shop.post(refused.url.path)

    assert (served.status_code, again.status_code) == (200, 200)
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"] == "1"
    assert refused.json() == {
        "type": f"{TYPES}transaction-aborted",
        "title": "Transaction aborted",
        "status": 503,
        "detail": "The database rolled this request back for another one. Try again.",
        "instance": refused.url.path,
        "code": "transaction_aborted",
    }
    assert caplog.text.count("'event': 'transaction_aborted'") == 1
    assert "deadlock detected" in caplog.text
    assert "database_unavailable" not in caplog.text


async def test_serialization_failure_keeps_the_connection(
    committing_database: Database, tea_and_cup: tuple[int, int]
) -> None:
    tea, _ = tea_and_cup

    decrement = update(Item).values(stock=Item.stock - 1)

    async def execute(connection: AsyncConnection) -> None:
        with translate_errors(committing_database.outages):
            await connection.execute(decrement)

    async with committing_database.engine.connect() as late:
        await late.execution_options(isolation_level="REPEATABLE READ")
        before = await late.scalar(OWN_PROCESS)
        async with unit_of_work(committing_database) as session:
            (await session.get_one(Item, tea)).stock = 7

        with pytest.raises(TransactionAbortedError):
            await execute(late)
        await late.rollback()

        assert await late.scalar(OWN_PROCESS) == before
        assert await late.scalar(select(Item.stock).where(Item.id == tea)) == 7
