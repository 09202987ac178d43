import asyncio
from typing import override

import pytest
from accounts import SignIn, account
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import event, update
from workers import place_orders

from app.core.database import Database, get_database, unit_of_work
from app.core.errors import InvalidTokenError
from app.core.pagination import Page
from app.core.passwords import PasswordHasher
from app.core.tokens import Subject
from app.dashboard.service import DashboardService
from app.notifications.dependencies import create_notification_service
from app.notifications.repository import NotificationRepository
from app.notifications.schemas import NotificationParams, NotificationRead
from app.notifications.service import NotificationService
from app.notifications.subscriptions import SUBSCRIPTIONS
from app.outbox.service import OutboxService, RetryPolicy
from app.users.models import User
from app.users.repository import UserRepository
from app.users.schemas import UserRead
from app.users.service import UserService

DASHBOARD = "/api/v1/dashboard"


@pytest.fixture
def app(app: FastAPI, committing_database: Database) -> FastAPI:
    """Return the app on real connections: one alone can't answer two at once."""
    app.dependency_overrides[get_database] = lambda: committing_database
    return app


async def tell(database: Database, count: int) -> None:
    """Let Ada have placed orders, and the worker have told her."""
    await place_orders(database, count)
    await OutboxService(database, SUBSCRIPTIONS, RetryPolicy()).deliver_due()


async def test_new_account_has_read_everything(sign_in: SignIn) -> None:
    ada = await sign_in("ada@example.com")

    response = await ada.get(DASHBOARD)

    assert response.status_code == 200
    assert response.json() == {
        "profile": (await ada.get("/api/v1/users/me")).json(),
        "unread_notifications": {"items": [], "page": 1, "page_size": 5, "total": 0},
    }


async def test_newest_unread_are_shown_and_all_are_counted(
    committing_database: Database, sign_in: SignIn
) -> None:
    await tell(committing_database, 7)
    ada = await sign_in("ada@example.com")

    unread = (await ada.get(DASHBOARD)).json()["unread_notifications"]

    assert unread["total"] == 7
    listed = await ada.get("/api/v1/notifications", params={"page_size": 5})
    assert unread["items"] == listed.json()["items"]


@pytest.mark.parametrize("count", [0, 7])
async def test_each_question_has_a_session_and_the_statements_are_few(
    committing_database: Database, sign_in: SignIn, statements: list[str], count: int
) -> None:
    await tell(committing_database, count)
    ada = await sign_in("ada@example.com")
    begun: list[object] = []
    event.listen(committing_database.engine.sync_engine, "begin", begun.append)
    statements.clear()

    response = await ada.get(DASHBOARD)

    assert response.status_code == 200
    assert len(begun) == 2
    assert len(statements) == 3  # the account; the page and the count


async def test_questions_are_asked_at_the_same_time(
    committing_database: Database, cheap_hasher: PasswordHasher
) -> None:
    meeting = asyncio.Barrier(2)

    class Users(UserService):
        @override
        async def authorize(self, subject: Subject) -> UserRead:
            await meeting.wait()
            return await super().authorize(subject)

    class Notifications(NotificationService):
        @override
        async def list_own(
            self, user_id: int, params: NotificationParams
        ) -> Page[NotificationRead]:
            await meeting.wait()
            return await super().list_own(user_id, params)

    ada = account("ada@example.com")
    async with unit_of_work(committing_database) as session:
        session.add(ada)
    service = DashboardService(
        committing_database,
        lambda session: Users(UserRepository(session), cheap_hasher),
        lambda session: Notifications(NotificationRepository(session)),
    )

    async with asyncio.timeout(10):  # one after the other would never meet
        dashboard = await service.read(Subject(ada.id, ada.token_version))

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
    committing_database: Database, cheap_hasher: PasswordHasher
) -> None:
    service = DashboardService(
        committing_database,
        lambda session: UserService(UserRepository(session), cheap_hasher),
        create_notification_service,
    )

    with pytest.raises(InvalidTokenError):
        await service.read(Subject(404, 0))


async def test_stranger_is_turned_away(client: AsyncClient) -> None:
    response = await client.get(DASHBOARD)

    assert response.status_code == 401
