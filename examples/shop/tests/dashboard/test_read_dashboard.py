from decimal import Decimal

import pytest
from accounts import SignIn
from httpx import AsyncClient
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncSession
from workers import deliver_due

from app.core.database import Database, unit_of_work
from app.core.errors import InvalidTokenError
from app.items.models import Item
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.outbox.relay import OutboxRelay, RetryPolicy
from app.users.models import User

DASHBOARD = "/api/v1/dashboard"


@pytest.fixture
def database(committing_database: Database) -> Database:
    """Return the database with real commits: the relay has sessions of its own."""
    return committing_database


async def add_item(session: AsyncSession) -> int:
    item = Item(name="Tea", price=Decimal("4.20"), stock=100)
    session.add(item)
    await session.flush()
    return item.id


async def buy_tea(database: Database, buyer: AsyncClient, count: int) -> None:
    """Place orders and deliver their events."""
    async with unit_of_work(database) as session:
        item_id = await add_item(session)
    for number in range(count):
        response = await buyer.post(
            "/api/v1/orders",
            json={"lines": [{"item_id": item_id, "quantity": 1}]},
            headers={"Idempotency-Key": str(number)},
        )
        assert response.status_code == 201
    await deliver_due(OutboxRelay(database, SUBSCRIPTIONS, RetryPolicy()))


async def test_new_account_has_empty_lists(sign_in: SignIn) -> None:
    ada = await sign_in("ada@example.com")

    response = await ada.get(DASHBOARD)

    assert response.status_code == 200
    assert response.json() == {
        "profile": (await ada.get("/api/v1/users/me")).json(),
        "recent_orders": [],
        "unread_notifications": {"items": [], "page": 1, "page_size": 5, "total": 0},
    }


async def test_newest_rows_are_listed_and_unread_are_counted(
    committing_database: Database, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")
    await buy_tea(committing_database, ada, 7)

    body = (await ada.get(DASHBOARD)).json()

    newest = {"page_size": 5}
    orders = await ada.get("/api/v1/orders", params=newest)
    assert body["recent_orders"] == orders.json()["items"]
    notifications = await ada.get("/api/v1/notifications", params=newest)
    assert body["unread_notifications"] == notifications.json()
    assert body["unread_notifications"]["total"] == 7


async def test_read_notification_is_left_out(
    committing_database: Database, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")
    await buy_tea(committing_database, ada, 2)
    shown = (await ada.get(DASHBOARD)).json()["unread_notifications"]["items"]

    await ada.post(f"/api/v1/notifications/{shown[0]['id']}/read")

    unread = (await ada.get(DASHBOARD)).json()["unread_notifications"]
    assert (unread["items"], unread["total"]) == (shown[1:], 1)


@pytest.mark.parametrize("count", [1, 7])
async def test_one_session_and_five_statements_suffice_for_any_number_of_rows(
    committing_database: Database, sign_in: SignIn, statements: list[str], count: int
) -> None:
    ada = await sign_in("ada@example.com")
    await buy_tea(committing_database, ada, count)
    begun: list[object] = []
    event.listen(committing_database.engine.sync_engine, "begin", begun.append)
    statements.clear()

    response = await ada.get(DASHBOARD)

    assert response.status_code == 200
    assert len(begun) == 1
    assert len(statements) == 5  # account; orders, their lines; count, notifications


async def test_token_of_deactivated_account_is_refused(
    committing_database: Database, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")
    async with unit_of_work(committing_database) as session:
        await session.execute(update(User).values(is_active=False))

    response = await ada.get(DASHBOARD)

    assert response.status_code == 401
    assert response.json()["code"] == InvalidTokenError.code


async def test_request_without_token_is_refused(client: AsyncClient) -> None:
    response = await client.get(DASHBOARD)

    assert response.status_code == 401
