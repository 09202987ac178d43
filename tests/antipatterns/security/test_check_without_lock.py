"""Two admins who demote each other at the same time."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from accounts import account
from sqlalchemy import MetaData, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from antipatterns.security import check_without_lock as wrong
from app.core.database import Base, Database, unit_of_work
from app.core.errors import ForbiddenError
from app.core.etags import EntityTags
from app.models import load_models
from app.users.models import Role, User
from app.users.schemas import AccountUpdate, UserRead
from app.users.service import UserService


@pytest.fixture
async def admins(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> list[UserRead]:
    """Store two admins."""
    load_models()
    await create_tables(Base.metadata)
    users = [account(f"{name}@example.com", Role.ADMIN) for name in ("ada", "grace")]
    async with unit_of_work(database) as session:
        session.add_all(users)
    return [UserRead.model_validate(user) for user in users]


async def count_admins(database: Database) -> int:
    """Return how many admins are left."""
    is_admin = User.role == Role.ADMIN
    async with database.sessions() as session:
        return await session.scalar(select(func.count()).where(is_admin)) or 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_admins_who_demote_each_other_leave_no_admin(
    database: Database,
    admins: list[UserRead],
    meeting_sessions: async_sessionmaker[AsyncSession],
    measured: Callable[[str], None],
) -> None:
    ada, grace = admins

    async def demote(user: UserRead, admin: UserRead) -> None:
        async with meeting_sessions.begin() as session:
            await wrong.UserService(session).demote(user.id, admin.id)

    await asyncio.gather(demote(grace, ada), demote(ada, grace))

    left = await count_admins(database)
    async with database.sessions() as session:
        with pytest.raises(ForbiddenError):
            await wrong.UserService(session).demote(grace.id, ada.id)
    assert left == 0
    measured(f"Two admins demoted each other: both succeeded, {left} admins remained.")


async def test_locked_check_leaves_one_admin(
    database: Database, admins: list[UserRead]
) -> None:
    ada, grace = admins
    demotion = AccountUpdate(role=Role.CUSTOMER)

    async def demote(user: UserRead, admin: UserRead) -> None:
        async with unit_of_work(database) as session:
            users = UserService.on(session)
            etags = EntityTags(is_any=True)
            await users.update_account(user.id, demotion, admin, etags)

    outcomes = await asyncio.gather(
        demote(grace, ada), demote(ada, grace), return_exceptions=True
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "ForbiddenError",
        "NoneType",
    ]
    assert await count_admins(database) == 1
