"""Concurrent requests on one SQLite file, with real commits."""

import asyncio
from decimal import Decimal

import pytest
from accounts import ANY_VERSION, CORRECT_HORSE, SignIn
from httpx import AsyncClient
from sqlalchemy import select

from app.core.database import Database, read_session, unit_of_work
from app.items.models import Item
from app.users.models import User

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

AT_ONCE = 8


@pytest.fixture
def database(committing_database: Database) -> Database:
    """Return a database with a pool: one shared connection would hide the locks."""
    return committing_database


async def test_concurrent_updates_are_all_made(sign_in: SignIn) -> None:
    ada = await sign_in("ada@example.com")
    names = [f"Ada {number}" for number in range(AT_ONCE)]

    answers = await asyncio.gather(
        *[
            ada.patch("/api/v1/users/me", json={"full_name": name}, headers=ANY_VERSION)
            for name in names
        ]
    )

    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    assert [answer.json()["full_name"] for answer in answers] == names
    assert (await ada.get("/api/v1/users/me")).json()["full_name"] in names


async def test_concurrent_sign_ups_with_one_email_create_one_account(
    client: AsyncClient,
) -> None:
    ada = {"email": "ada@example.com", "password": CORRECT_HORSE}

    answers = await asyncio.gather(
        *[client.post("/api/v1/users", json=ada) for _ in range(AT_ONCE)]
    )

    assert sorted(answer.status_code for answer in answers) == [
        201,
        *[409] * (AT_ONCE - 1),
    ]


async def test_reader_does_not_wait_for_writer(
    committing_database: Database, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")

    async with unit_of_work(committing_database) as session:
        session.add(Item(name="Tea", price=Decimal(1), stock=1))
        await session.flush()
        during = await ada.get("/api/v1/items")
        account = await ada.get("/api/v1/users/me")
    after = await ada.get("/api/v1/items")

    assert (during.status_code, during.json()["total"]) == (200, 0)
    assert account.status_code == 200
    assert after.json()["total"] == 1


async def test_writer_does_not_wait_for_reader(
    committing_database: Database, sign_in: SignIn
) -> None:
    ada = await sign_in("ada@example.com")

    async with read_session(committing_database) as session:
        before = await session.scalar(select(User.full_name))
        answer = await ada.patch(
            "/api/v1/users/me", json={"full_name": "Ada"}, headers=ANY_VERSION
        )
        during = await session.scalar(select(User.full_name))

    assert answer.status_code == 200
    assert (before, during) == (None, None)
