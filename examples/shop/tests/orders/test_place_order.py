from decimal import Decimal

import pytest
from accounts import SignIn
from exchange import REQUEST_ID
from httpx import AsyncClient, Response
from placing import ORDERS, place, stock, without_times
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.idempotency import IdempotencyKey
from app.core.problems import TYPES
from app.items.models import Item
from app.orders.models import Order, OrderLine
from app.outbox.models import OutboxMessage

TABLES = [Order, OrderLine, OutboxMessage, IdempotencyKey]


async def rows(session: AsyncSession) -> list[int]:
    """Count orders, lines, messages and keys."""
    return [len((await session.scalars(select(table))).all()) for table in TABLES]


async def test_placed_order_takes_stock_and_adds_an_event(
    sign_in: SignIn, session: AsyncSession, tea: Item, cup: Item
) -> None:
    ada = await sign_in()

    response = await place(ada, "one", (cup.id, 1), (tea.id, 3))

    assert response.status_code == 201
    body = response.json()
    assert without_times(body) == {
        "id": body["id"],
        "status": "placed",
        "total": "25.50",
        "lines": [
            {"item_id": tea.id, "name": "Tea", "unit_price": "4.50", "quantity": 3},
            {"item_id": cup.id, "name": "Cup", "unit_price": "12.00", "quantity": 1},
        ],
    }
    assert await stock(session, tea, cup) == [7, 2]
    assert await rows(session) == [1, 2, 1, 1]
    order = (await session.scalars(select(Order))).one()
    message = (await session.scalars(select(OutboxMessage))).one()
    assert (order.id, order.total) == (body["id"], Decimal("25.50"))
    assert message.topic == "order_placed"
    assert message.payload == {"order_id": order.id, "user_id": order.user_id}
    assert message.request_id == REQUEST_ID


async def test_one_refused_line_refuses_the_whole_order(
    sign_in: SignIn, session: AsyncSession, tea: Item, cup: Item
) -> None:
    ada = await sign_in()

    response = await place(ada, "one", (tea.id, 3), (cup.id, 4))

    assert response.status_code == 409
    assert response.json() == {
        "type": f"{TYPES}out-of-stock",
        "title": "Out of stock",
        "status": 409,
        "detail": f"Item {cup.id} has too little stock.",
        "instance": ORDERS,
        "code": "out_of_stock",
    }
    assert await stock(session, tea, cup) == [10, 3]
    assert await rows(session) == [0, 0, 0, 0]


@pytest.mark.parametrize("is_known", [True, False])
async def test_unavailable_item_is_refused(
    sign_in: SignIn, session: AsyncSession, tea: Item, *, is_known: bool
) -> None:
    ada = await sign_in()
    tea.is_archived = True
    await session.commit()

    item_id = tea.id if is_known else 404
    response = await place(ada, "one", (item_id, 1))

    assert response.status_code == 409
    assert response.json()["code"] == "item_unavailable"
    assert response.json()["detail"] == f"Item {item_id} is not for sale."
    assert await rows(session) == [0, 0, 0, 0]


async def test_repeat_gets_the_first_response(
    sign_in: SignIn, session: AsyncSession, tea: Item
) -> None:
    ada = await sign_in()
    first = await place(ada, "one", (tea.id, 1))
    await ada.post(f"{ORDERS}/{first.json()['id']}/cancel")

    repeat = await place(ada, "one", (tea.id, 1))

    assert repeat.status_code == first.status_code == 201
    assert repeat.content == first.content
    assert repeat.headers["location"] == first.headers["location"]
    assert await stock(session, tea) == [10]
    assert await rows(session) == [1, 1, 1, 1]


async def test_repeat_gets_the_response_of_its_own_key(
    sign_in: SignIn, tea: Item
) -> None:
    ada, grace = [await sign_in(f"{name}@example.com") for name in ("ada", "grace")]
    sent = [(ada, "one"), (ada, "two"), (grace, "one")]
    first = [(await place(who, key, (tea.id, 1))).json() for who, key in sent]

    repeats = [(await place(who, key, (tea.id, 1))).json() for who, key in sent]

    assert repeats == first
    assert len({order["id"] for order in first}) == 3


async def test_same_key_with_another_body_is_refused(
    sign_in: SignIn, session: AsyncSession, tea: Item
) -> None:
    ada = await sign_in()
    await place(ada, "one", (tea.id, 1))

    response = await place(ada, "one", (tea.id, 2))

    assert response.status_code == 422
    assert response.json()["code"] == "idempotency_key_reused"
    assert await stock(session, tea) == [9]
    assert await rows(session) == [1, 1, 1, 1]


async def test_two_accounts_may_use_the_same_key(
    sign_in: SignIn, session: AsyncSession, tea: Item
) -> None:
    for email in ("ada@example.com", "grace@example.com"):
        response = await place(await sign_in(email), "one", (tea.id, 1))

        assert response.status_code == 201
    assert await stock(session, tea) == [8]


async def test_refused_order_may_be_retried_with_its_key(
    sign_in: SignIn, session: AsyncSession, tea: Item
) -> None:
    ada = await sign_in()
    refused = await place(ada, "one", (tea.id, 11))
    tea.stock = 11
    await session.commit()

    response = await place(ada, "one", (tea.id, 11))

    assert (refused.status_code, response.status_code) == (409, 201)
    assert await stock(session, tea) == [0]


async def send(client: AsyncClient, body: str, key: str | None = "one") -> Response:
    headers = {"Content-Type": "application/json"}
    if key is not None:
        headers["Idempotency-Key"] = key
    return await client.post(ORDERS, content=body, headers=headers)


INVALID_QUANTITIES = [
    *("0", "-1", "1001", "NaN", "Infinity", "1e400"),
    *("true", '"1"', "9" * 30, "null"),
]


async def test_invalid_quantity_is_refused(
    sign_in: SignIn, session: AsyncSession, tea: Item, subtests: pytest.Subtests
) -> None:
    ada = await sign_in()
    for quantity in INVALID_QUANTITIES:
        with subtests.test(quantity):
            line = f'{{"item_id": {tea.id}, "quantity": {quantity}}}'

            response = await send(ada, f'{{"lines": [{line}]}}')

            assert response.status_code == 422
            assert await rows(session) == [0, 0, 0, 0]
            assert await stock(session, tea) == [10]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('{"lines": []}', id="empty"),
        pytest.param(
            '{"lines": [{"item_id": 1, "quantity": 1}, {"item_id": 1, "quantity": 1}]}',
            id="item-twice",
        ),
        pytest.param('{"lines": [{"item_id": 0, "quantity": 1}]}', id="no-key"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param(f'{{"lines": {"9" * 5000}}}', id="endless-integer"),
        pytest.param(r'{"lines": "\u0000"}', id="nul"),
    ],
)
async def test_invalid_body_is_refused(
    sign_in: SignIn, session: AsyncSession, tea: Item, body: str
) -> None:
    ada = await sign_in()

    response = await send(ada, body)

    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"
    assert await rows(session) == [0, 0, 0, 0]
    assert await stock(session, tea) == [10]


@pytest.mark.parametrize("key", [None, "", "two words", "x" * 101])
async def test_missing_or_malformed_key_is_refused(
    sign_in: SignIn, session: AsyncSession, tea: Item, key: str | None
) -> None:
    ada = await sign_in()

    response = await send(
        ada, f'{{"lines": [{{"item_id": {tea.id}, "quantity": 1}}]}}', key
    )

    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"] == ["header", "Idempotency-Key"]
    assert await rows(session) == [0, 0, 0, 0]


async def test_request_without_token_is_refused(client: AsyncClient, tea: Item) -> None:
    response = await place(client, "one", (tea.id, 1))

    assert response.status_code == 401
