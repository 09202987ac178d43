"""Races between four server processes on PostgreSQL."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack
from decimal import Decimal

import pytest
from accounts import access_token_of
from httpx import AsyncClient, HTTPError
from logged_process import wait_until
from placing import place
from servers import ShopProcess, shop_processes
from sqlalchemy import func, select

from app.config import Settings
from app.core.database import Database, unit_of_work
from app.core.idempotency import IdempotencyKey
from app.items.models import Item
from app.main import create_access_tokens
from app.orders.models import Order, OrderLine
from app.outbox.models import OutboxMessage
from app.users.models import Role

pytestmark = [
    pytest.mark.processes,
    pytest.mark.parametrize("settings", ["postgresql"], indirect=True),
]


def environment(settings: Settings) -> dict[str, str]:
    """Return the variables of a server on the tests' database, without rate limits."""
    url = settings.database_url.render_as_string(hide_password=False)
    return {"APP_DATABASE_URL": url, "APP_RATE_LIMIT": "100000/second"}


@pytest.fixture(scope="module")
def shops(postgresql_settings: Settings) -> Generator[list[ShopProcess]]:
    with shop_processes(4, environment(postgresql_settings)) as shops:
        yield shops


@pytest.fixture
async def clients(
    committing_database: Database, settings: Settings, shops: list[ShopProcess]
) -> AsyncGenerator[list[AsyncClient]]:
    """Yield a client of each process, signed in as an admin."""
    token = await access_token_of(committing_database, "ada@example.com", Role.ADMIN)
    headers = {"Authorization": f"Bearer {create_access_tokens(settings).issue(token)}"}
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                AsyncClient(base_url=shop.url, headers=headers, timeout=60)
            )
            for shop in shops
        ]


async def add_items(database: Database, *stocks: int) -> list[int]:
    items = [Item(name="Tea", price=Decimal(1), stock=stock) for stock in stocks]
    async with unit_of_work(database) as session:
        session.add_all(items)
    return [item.id for item in items]


async def stored(database: Database) -> list[int]:
    """Count orders, lines, messages and keys, and the stock that is left."""
    tables = (Order, OrderLine, OutboxMessage, IdempotencyKey)
    async with database.sessions() as session:
        counts = [
            await session.scalar(select(func.count()).select_from(table))
            for table in tables
        ]
        left = await session.scalars(select(Item.stock).order_by(Item.id))
        return [*[count or 0 for count in counts], *left]


async def test_concurrent_orders_sell_the_last_pieces_once(
    committing_database: Database, clients: list[AsyncClient]
) -> None:
    [tea] = await add_items(committing_database, 50)

    answers = await asyncio.gather(
        *[place(clients[n % 4], str(n), (tea, 1)) for n in range(200)]
    )

    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(201), statuses.count(409)) == (50, 150)
    assert await stored(committing_database) == [50, 50, 50, 50, 0]


async def test_concurrent_orders_of_the_same_items_never_deadlock(
    committing_database: Database, clients: list[AsyncClient]
) -> None:
    tea, cup = await add_items(committing_database, 100, 100)

    answers = await asyncio.gather(
        *[
            place(clients[n % 4], str(n), *[(tea, 1), (cup, 1)][:: (-1) ** n])
            for n in range(100)
        ]
    )

    assert {answer.status_code for answer in answers} == {201}
    assert await stored(committing_database) == [100, 200, 100, 100, 0, 0]


async def test_retries_after_killed_process_place_each_order_once(
    committing_database: Database,
    clients: list[AsyncClient],
    shops: list[ShopProcess],
    settings: Settings,
) -> None:
    [tea] = await add_items(committing_database, 50)
    answered = 0

    async def place_until_answered(number: int) -> int:
        """Retry at the next process with the same key, as a load balancer does."""
        nonlocal answered
        for shift in range(4):
            client = clients[(number + shift) % 4]
            try:
                answer = await place(client, str(number), (tea, 1))
            except HTTPError:
                continue
            answered += 1
            if answered == 20:
                shops[0].kill()
            return answer.status_code
        raise AssertionError("no process answers")

    statuses = await asyncio.gather(*[place_until_answered(n) for n in range(200)])
    shops[0].start(environment(settings))
    wait_until(shops[0].serves, "the shop to start again")

    assert answered == 200
    assert (statuses.count(201), statuses.count(409)) == (50, 150)
    assert await stored(committing_database) == [50, 50, 50, 50, 0]


async def test_concurrent_repeats_place_one_order(
    committing_database: Database, clients: list[AsyncClient]
) -> None:
    [tea] = await add_items(committing_database, 50)

    answers = await asyncio.gather(
        *[place(clients[n % 4], "one", (tea, 1)) for n in range(40)]
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert await stored(committing_database) == [1, 1, 1, 1, 49]


async def test_concurrent_cancellations_return_stock_once(
    committing_database: Database, clients: list[AsyncClient]
) -> None:
    [tea] = await add_items(committing_database, 50)
    placed = (await place(clients[0], "one", (tea, 5))).json()

    answers = await asyncio.gather(
        *[
            clients[n % 4].post(f"/api/v1/orders/{placed['id']}/cancel")
            for n in range(20)
        ]
    )

    assert {answer.status_code for answer in answers} == {200}
    assert await stored(committing_database) == [1, 1, 1, 1, 50]


async def test_second_update_with_the_same_etag_gets_412(
    committing_database: Database, clients: list[AsyncClient]
) -> None:
    [tea] = await add_items(committing_database, 50)
    headers = {"If-Match": f'"{tea}-1"'}

    answers = await asyncio.gather(
        *[
            client.patch(f"/api/v1/items/{tea}", json={"name": name}, headers=headers)
            for client, name in zip(clients[:2], ["Green", "Black"], strict=True)
        ]
    )

    changed, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert (changed.status_code, refused.status_code) == (200, 412)
    assert refused.json()["code"] == "precondition_failed"
    async with committing_database.sessions() as session:
        item = await session.get_one(Item, tea)
        assert (item.name, item.version) == (changed.json()["name"], 2)
