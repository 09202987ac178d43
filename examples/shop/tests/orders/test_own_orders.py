import pytest
from accounts import SignIn
from placing import ORDERS, place, stock, without_times
from sqlalchemy.ext.asyncio import AsyncSession

from app.items.models import Item
from app.orders.models import Order


async def test_cancelled_order_returns_its_stock_once(
    sign_in: SignIn, session: AsyncSession, tea: Item, cup: Item
) -> None:
    ada = await sign_in()
    placed = (await place(ada, "one", (tea.id, 3), (cup.id, 1))).json()

    first, second = [
        await ada.post(f"{ORDERS}/{placed['id']}/cancel") for _ in range(2)
    ]

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert without_times(first.json()) == without_times(
        {**placed, "status": "cancelled"}
    )
    assert await stock(session, tea, cup) == [10, 3]
    order = await session.get_one(Order, placed["id"])
    assert order.status == "cancelled"


async def test_order_of_other_account_is_not_found(
    sign_in: SignIn, session: AsyncSession, tea: Item
) -> None:
    ada, grace = [await sign_in(f"{name}@example.com") for name in ("ada", "grace")]
    placed = (await place(ada, "one", (tea.id, 1))).json()
    path = f"{ORDERS}/{placed['id']}"

    own = await ada.get(path)
    read = await grace.get(path)
    cancelled = await grace.post(f"{path}/cancel")
    listed = await grace.get(ORDERS)

    assert own.json() == placed
    assert (read.status_code, cancelled.status_code) == (404, 404)
    assert read.json()["code"] == cancelled.json()["code"] == "order_not_found"
    assert read.json()["detail"] == f"You have no order {placed['id']}."
    assert listed.json() == {"items": [], "next_cursor": None}
    assert await stock(session, tea) == [9]


async def test_new_order_shifts_no_page_of_the_cursor(
    sign_in: SignIn, tea: Item
) -> None:
    ada = await sign_in()
    placed = [(await place(ada, str(n), (tea.id, 1))).json()["id"] for n in range(5)]

    first = (await ada.get(ORDERS, params={"page_size": 3})).json()
    await place(ada, "late", (tea.id, 1))
    params = {"page_size": 3, "cursor": first["next_cursor"]}
    second = (await ada.get(ORDERS, params=params)).json()

    found = [order["id"] for page in (first, second) for order in page["items"]]
    assert found == placed[::-1]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("count", [1, 8])
async def test_list_of_any_length_takes_three_statements(
    sign_in: SignIn, tea: Item, cup: Item, statements: list[str], count: int
) -> None:
    ada = await sign_in()
    cup.stock = 0
    for number in range(count):
        await place(ada, str(number), (tea.id, 1))
    statements.clear()

    response = await ada.get(ORDERS)

    assert len(response.json()["items"]) == count
    assert len(statements) == 3  # the account, the orders, all their lines


async def test_malformed_cursor_is_refused(
    sign_in: SignIn, subtests: pytest.Subtests
) -> None:
    ada = await sign_in()
    for cursor in ("", "x", "MA", "LTE", "MQ==", "é", "MDE", "9" * 99):
        with subtests.test(cursor):
            response = await ada.get(ORDERS, params={"cursor": cursor})

            assert response.status_code == 422
            assert response.json()["errors"][0]["loc"] == ["query", "cursor"]
