import time
from datetime import UTC, datetime, timedelta

import pytest
from accounts import SignIn
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.notifications.models import Notification
from app.notifications.repository import NotificationRepository
from app.outbox.models import OutboxMessage
from app.users.models import User

NOTIFICATIONS = "/api/v1/notifications"


async def notify(session: AsyncSession, email: str, *texts: str) -> list[int]:
    """Store a notification for each text; return their ids."""
    user = (await session.scalars(select(User).where(User.email == email))).one()
    notifications: list[Notification] = []
    for text in texts:
        message = OutboxMessage(topic="order_placed", payload={})
        session.add(message)
        await session.flush()
        one = Notification(
            user_id=user.id, outbox_message_id=message.id, kind="test", text=text
        )
        session.add(one)
        await session.flush()
        notifications.append(one)
    await session.commit()
    return [one.id for one in notifications]


async def test_own_notifications_are_listed_newest_first(
    session: AsyncSession, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")
    await sign_in("grace@example.com")
    first, second = await notify(session, "ada@example.com", "first", "second")
    await notify(session, "grace@example.com", "of another")

    response = await ada.get(NOTIFICATIONS)

    assert response.status_code == 200
    body = response.json()
    for item in body["items"]:
        assert datetime.fromisoformat(item.pop("created_at")).tzinfo is not None
    assert body == {
        "items": [
            {"id": second, "kind": "test", "text": "second", "read_at": None},
            {"id": first, "kind": "test", "text": "first", "read_at": None},
        ],
        "page": 1,
        "page_size": 20,
        "total": 2,
    }


async def test_pages_split_the_list(session: AsyncSession, sign_in: SignIn) -> None:
    ada = await sign_in("ada@example.com")
    await notify(session, "ada@example.com", "1", "2", "3")

    pages = [
        (await ada.get(NOTIFICATIONS, params={"page": n, "page_size": 2})).json()
        for n in (1, 2)
    ]

    texts = [[item["text"] for item in page["items"]] for page in pages]
    assert texts == [["3", "2"], ["1"]]
    assert [page["total"] for page in pages] == [3, 3]


async def test_unread_filter_leaves_out_read_notifications(
    session: AsyncSession, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")
    first, _ = await notify(session, "ada@example.com", "first", "second")
    await ada.post(f"{NOTIFICATIONS}/{first}/read")

    response = await ada.get(NOTIFICATIONS, params={"unread": True})

    assert [item["text"] for item in response.json()["items"]] == ["second"]
    assert response.json()["total"] == 1


async def test_mark_read_changes_one_notification(
    session: AsyncSession, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")
    _, second = await notify(session, "ada@example.com", "first", "second")

    response = await ada.post(f"{NOTIFICATIONS}/{second}/read")

    assert response.status_code == 200
    assert (response.json()["id"], response.json()["text"]) == (second, "second")
    rows = await session.scalars(
        select(Notification.read_at.is_not(None)).order_by(Notification.id)
    )
    assert rows.all() == [False, True]


async def test_second_mark_read_keeps_the_first_time(
    session: AsyncSession, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")
    [notification_id] = await notify(session, "ada@example.com", "hello")
    begin = datetime.now(UTC)

    responses = [
        await ada.post(f"{NOTIFICATIONS}/{notification_id}/read") for _ in range(2)
    ]

    assert [response.status_code for response in responses] == [200, 200]
    first, second = [response.json() for response in responses]
    assert first == second
    stored = await session.get_one(
        Notification, notification_id, populate_existing=True
    )
    assert stored.read_at == datetime.fromisoformat(first["read_at"]) >= begin


async def test_mark_read_updates_a_row_that_the_session_has_loaded(
    session: AsyncSession, sign_in: SignIn
) -> None:
    await sign_in("ada@example.com")
    [notification_id] = await notify(session, "ada@example.com", "hello")
    loaded = await session.get_one(Notification, notification_id)
    now = datetime.now(UTC)

    repository = NotificationRepository(session)
    marked = await repository.mark_read(loaded.user_id, notification_id, now)

    assert marked is loaded
    assert loaded.read_at == now


async def test_time_of_mark_read_does_not_depend_on_the_time_zone(
    session: AsyncSession, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await sign_in("ada@example.com")
    [notification_id] = await notify(session, "ada@example.com", "hello")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        response = await ada.post(f"{NOTIFICATIONS}/{notification_id}/read")
    finally:
        monkeypatch.undo()
        time.tzset()

    read_at = datetime.fromisoformat(response.json()["read_at"])
    assert abs(read_at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("owner", ["", "grace@example.com"])
async def test_notification_of_other_account_is_not_found(
    session: AsyncSession, sign_in: SignIn, owner: str
) -> None:
    ada = await sign_in("ada@example.com")
    await sign_in("grace@example.com")
    notification_id = 404
    if owner:
        [notification_id] = await notify(session, owner, "of another")

    response = await ada.post(f"{NOTIFICATIONS}/{notification_id}/read")

    assert response.status_code == 404
    assert response.json()["code"] == "notification_not_found"
    assert response.json()["detail"] == f"You have no notification {notification_id}."
    rows = await session.scalars(select(Notification.read_at))
    assert not any(rows.all())


async def test_invalid_id_is_refused(
    sign_in: SignIn, subtests: pytest.Subtests
) -> None:
    ada = await sign_in("ada@example.com")
    for notification_id in ("0", "-1", "first", str(2**63)):
        with subtests.test(notification_id):
            response = await ada.post(f"{NOTIFICATIONS}/{notification_id}/read")

            assert response.status_code == 422


async def test_request_without_token_is_refused(client: AsyncClient) -> None:
    listed = await client.get(NOTIFICATIONS)
    marked = await client.post(f"{NOTIFICATIONS}/1/read")

    assert (listed.status_code, marked.status_code) == (401, 401)


async def test_list_of_any_length_takes_three_statements(
    session: AsyncSession, sign_in: SignIn, statements: list[str]
) -> None:
    ada = await sign_in("ada@example.com")
    await notify(session, "ada@example.com", *["hello"] * 20)
    statements.clear()

    response = await ada.get(NOTIFICATIONS)

    assert len(response.json()["items"]) == 20
    assert len(statements) == 3  # the account, the count, the page
