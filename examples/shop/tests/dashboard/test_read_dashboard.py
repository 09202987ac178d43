import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from accounts import SignIn, account
from httpx import AsyncClient
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, unit_of_work
from app.core.errors import InvalidTokenError
from app.core.tokens import AccessToken
from app.dashboard.dependencies import get_dashboard_service
from app.dashboard.service import Domains
from app.items.models import Item
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.outbox.service import OutboxService, RetryPolicy
from app.users.models import User

DASHBOARD = "/api/v1/dashboard"


@pytest.fixture
def database(committing_database: Database) -> Database:
    """Return one of real connections: one alone can't answer two at once."""
    return committing_database


async def add_item(session: AsyncSession) -> int:
    item = Item(name="Tea", price=Decimal("4.20"), stock=100)
    session.add(item)
    await session.flush()
    return item.id


async def buy_tea(database: Database, buyer: AsyncClient, count: int) -> None:
    """Place orders, and let the worker tell of them."""
    async with unit_of_work(database) as session:
        item_id = await add_item(session)
    for number in range(count):
        response = await buyer.post(
            "/api/v1/orders",
            json={"lines": [{"item_id": item_id, "quantity": 1}]},
            headers={"Idempotency-Key": str(number)},
        )
        assert response.status_code == 201
    await OutboxService(database, SUBSCRIPTIONS, RetryPolicy()).deliver_due()


def after[S](
    barrier: asyncio.Barrier, create: Callable[[AsyncSession], Awaitable[S]]
) -> Callable[[AsyncSession], Awaitable[S]]:
    """Return a factory that lets nobody go on before the others are here too."""

    async def wait_and_create(session: AsyncSession) -> S:
        await barrier.wait()
        return await create(session)

    return wait_and_create


async def test_new_account_has_read_everything(sign_in: SignIn) -> None:
    ada = await sign_in("ada@example.com")

    response = await ada.get(DASHBOARD)

    assert response.status_code == 200
    assert response.json() == {
        "profile": (await ada.get("/api/v1/users/me")).json(),
        "recent_orders": [],
        "unread_notifications": {"items": [], "page": 1, "page_size": 5, "total": 0},
    }


async def test_newest_are_shown_and_unread_are_counted(
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


async def test_what_has_been_read_is_not_shown(
    committing_database: Database, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")
    await buy_tea(committing_database, ada, 2)
    shown = (await ada.get(DASHBOARD)).json()["unread_notifications"]["items"]

    await ada.post(f"/api/v1/notifications/{shown[0]['id']}/read")

    unread = (await ada.get(DASHBOARD)).json()["unread_notifications"]
    assert (unread["items"], unread["total"]) == (shown[1:], 1)


@pytest.mark.parametrize("count", [1, 7])
async def test_three_sessions_and_five_statements_answer_however_much_there_is(
    committing_database: Database, sign_in: SignIn, statements: list[str], count: int
) -> None:
    ada = await sign_in("ada@example.com")
    await buy_tea(committing_database, ada, count)
    begun: list[object] = []
    event.listen(committing_database.engine.sync_engine, "begin", begun.append)
    statements.clear()

    response = await ada.get(DASHBOARD)

    assert response.status_code == 200
    assert len(begun) == 3
    assert len(statements) == 5  # account; orders, their lines; count, notifications


async def test_questions_are_asked_at_the_same_time(
    committing_database: Database,
) -> None:
    service = await get_dashboard_service(committing_database)
    domains, meeting = service.domains, asyncio.Barrier(3)
    service.domains = Domains(
        after(meeting, domains.users),
        after(meeting, domains.orders),
        after(meeting, domains.notifications),
    )
    ada = account("ada@example.com")
    async with unit_of_work(committing_database) as session:
        session.add(ada)

    async with asyncio.timeout(10):  # one after the other would never meet
        dashboard = await service.read(AccessToken(ada.id, ada.token_version))

    assert dashboard.profile.email == "ada@example.com"


async def test_token_that_counts_no_more_is_refused(
    committing_database: Database, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")
    async with unit_of_work(committing_database) as session:
        await session.execute(update(User).values(is_active=False))

    response = await ada.get(DASHBOARD)

    assert response.status_code == 401
    assert response.json()["code"] == InvalidTokenError.code


async def test_failed_question_is_raised_as_itself(
    committing_database: Database,
) -> None:
    service = await get_dashboard_service(committing_database)

    with pytest.raises(InvalidTokenError):
        await service.read(AccessToken(404, 0))


async def test_stranger_is_turned_away(client: AsyncClient) -> None:
    response = await client.get(DASHBOARD)

    assert response.status_code == 401
