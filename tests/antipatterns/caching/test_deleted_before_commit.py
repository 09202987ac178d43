"""A price that one request changes while another reads it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import override

import pytest
from cashews import Cache
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData, select

from antipatterns.caching import deleted_before_commit as wrong
from app.core.database import Database, unit_of_work
from app.core.dependencies import SessionDep
from patterns.caching import deleted_after_commit as right

OLD, NEW = 500, 700
TTL = 60  # seconds
READ = Request("GET", "http://test/prices/1")
CHANGE = Request("PUT", f"http://test/prices/1?cents={NEW}")
type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
reading = APIRouter()


class WatchedCache(Cache):
    """Calls `after_delete` when an entry has been deleted."""

    after_delete: Callable[[], Awaitable[object]]

    @override
    async def delete(self, key: str) -> bool:
        deleted = await super().delete(key)
        await self.after_delete()
        return deleted


@pytest.fixture
async def cache() -> AsyncGenerator[WatchedCache]:
    cache = WatchedCache()
    cache.setup("mem://")
    yield cache
    await cache.close()


@pytest.fixture
async def app(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    cache: WatchedCache,
    ask: Ask,
) -> FastAPI:
    await create_tables(right.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(right.Price(item_id=1, cents=OLD))
    app = FastAPI()
    app.state.database, app.state.cache = database, cache
    cache.after_delete = lambda: ask(app, READ)  # a concurrent request
    return app


@reading.get("/prices/{item_id}")
async def read_price(
    item_id: int, session: SessionDep, cache: right.CacheDep
) -> int | None:
    """Return the price, at most `TTL` seconds old."""
    key = f"price:{item_id}"
    cached: int | None = await cache.get(key)
    if cached is not None:
        return cached
    query = select(right.Price.cents).where(right.Price.item_id == item_id)
    cents = await session.scalar(query)
    await cache.set(key, cents, expire=TTL)
    return cents


async def read_after_change(app: FastAPI, router: APIRouter, ask: Ask) -> object:
    """Change the price, then return the price that the next request reads."""
    app.include_router(router)
    app.include_router(reading)
    assert (await ask(app, READ)).json() == OLD
    assert (await ask(app, CHANGE)).status_code == 204
    return (await ask(app, READ)).json()


async def test_concurrent_read_caches_the_old_price_again(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    price = await read_after_change(app, wrong.router, ask)

    assert price == OLD
    measured(
        f"The price was changed from {OLD} to {NEW} cents. The next request still got "
        f"{price}."
    )


async def test_read_after_deletion_gets_the_new_price(app: FastAPI, ask: Ask) -> None:
    assert await read_after_change(app, right.router, ask) == NEW
