"""Two admins who demote each other at the same time (SEC-016)."""

import asyncio
from collections.abc import Callable

import pytest
from accounts import SignIn
from httpx import AsyncClient, Response
from sqlalchemy import select, text, update

from app.core.database import Database, unit_of_work
from app.users.models import Role, User

EMAILS = ("ada@example.com", "grace@example.com")
Change = dict[str, str | bool]


@pytest.fixture
def database(committing_database: Database) -> Database:
    """Return a database in which each request has its own transaction."""
    return committing_database


async def wait_for_lock_waits(database: Database, count: int) -> None:
    """Return when so many sessions wait for a row lock; SQLite can't say it."""
    if database.engine.dialect.name == "sqlite":
        await asyncio.sleep(0.2)
        return
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type='Lock'")
    async with asyncio.timeout(10), database.engine.connect() as connection:
        while await connection.scalar(waiting) != count:
            await connection.rollback()
            await asyncio.sleep(0.02)


async def update_at_once(
    database: Database, updates: list[Callable[[], asyncio.Task[Response]]]
) -> list[Response]:
    """Send all while both rows are locked, so that each is decided before any write."""
    async with unit_of_work(database) as session:
        await session.execute(update(User).values(email=User.email))
        tasks = [send() for send in updates]
        await wait_for_lock_waits(database, len(tasks))
    return await asyncio.gather(*tasks)


@pytest.mark.parametrize("change", [{"role": "customer"}, {"is_active": False}])
async def test_admins_who_demote_each_other_leave_one_admin(
    database: Database, sign_in: SignIn, change: Change
) -> None:
    admins = [await sign_in(email, Role.ADMIN) for email in EMAILS]
    users = [(await admin.get("/api/v1/users/me")).json() for admin in admins]

    def demote(admin: AsyncClient, user: dict[str, int]) -> asyncio.Task[Response]:
        path = f"/api/v1/users/{user['id']}"
        return asyncio.create_task(
            admin.patch(path, json=change, headers={"If-Match": "*"})
        )

    responses = await update_at_once(
        database,
        [
            lambda: demote(admins[0], users[1]),
            lambda: demote(admins[1], users[0]),
        ],
    )

    statuses = sorted(response.status_code for response in responses)
    assert statuses in ([200, 401], [200, 403])
    is_admin = (User.role == Role.ADMIN) & User.is_active
    async with database.sessions() as session:
        left = (await session.scalars(select(User.email).where(is_admin))).all()
    assert len(left) == 1
