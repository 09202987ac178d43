"""Concurrent requests that mark one notification, with real commits."""

import asyncio

import pytest
from accounts import SignIn
from surface import make_notification

from app.core.database import Database

AT_ONCE = 8


@pytest.fixture
def database(committing_database: Database) -> Database:
    """Return the database where each request has a connection of its own."""
    return committing_database


async def test_concurrent_requests_agree_on_the_time(
    database: Database, sign_in: SignIn
) -> None:
    ada = await sign_in()
    async with database.sessions() as session:
        notification_id = await make_notification(ada, session)
    path = f"/api/v1/notifications/{notification_id}/read"

    answers = await asyncio.gather(*[ada.post(path) for _ in range(AT_ONCE)])

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
