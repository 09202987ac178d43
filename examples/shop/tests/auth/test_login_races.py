"""A login and a password change at the same time, on real transactions."""

import asyncio
from datetime import timedelta

import pytest
from accounts import CORRECT_HORSE, access_token_of

from app.core.database import Database, unit_of_work
from app.core.passwords import PasswordHasher
from app.sessions.service import SessionService
from app.users.exceptions import InvalidCredentialsError
from app.users.models import Role
from app.users.service import CredentialService, UserService

pytestmark = pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
DAY = timedelta(days=1)


async def test_password_change_revokes_session_of_login_in_progress(
    committing_database: Database, cheap_hasher: PasswordHasher
) -> None:
    database = committing_database
    token = await access_token_of(database, "ada@example.com", Role.CUSTOMER)
    credentials = CredentialService(database, cheap_hasher)
    verified = await credentials.authenticate("ada@example.com", CORRECT_HORSE)

    async with asyncio.TaskGroup() as tasks, unit_of_work(database) as session:
        await UserService.on(session).lock_credentials(verified)
        await SessionService.on(session).start(token.user_id, None, DAY)
        change = tasks.create_task(
            credentials.change_password(token, CORRECT_HORSE, "a new, longer one")
        )
        await asyncio.sleep(0.3)
        assert not change.done()  # it waits for the lock

    async with database.sessions() as session:
        assert await SessionService.on(session).list_live(token.user_id) == []


async def test_login_waits_for_password_change_and_is_refused(
    committing_database: Database, cheap_hasher: PasswordHasher
) -> None:
    database = committing_database
    token = await access_token_of(database, "ada@example.com", Role.CUSTOMER)
    credentials = CredentialService(database, cheap_hasher)
    verified = await credentials.authenticate("ada@example.com", CORRECT_HORSE)

    async def log_in() -> None:
        async with unit_of_work(database) as session:
            await UserService.on(session).lock_credentials(verified)
            await SessionService.on(session).start(token.user_id, None, DAY)

    async with unit_of_work(database) as session:
        await UserService.on(session).change_password(token, "another hash")
        login = asyncio.create_task(log_in())
        await asyncio.sleep(0.3)
        assert not login.done()

    with pytest.raises(InvalidCredentialsError):
        await login
    async with database.sessions() as session:
        assert await SessionService.on(session).list_live(token.user_id) == []


async def test_concurrent_logouts_everywhere_end_without_deadlock(
    committing_database: Database,
) -> None:
    database = committing_database
    tokens = [
        await access_token_of(database, "ada@example.com", Role.CUSTOMER)
        for _ in range(20)
    ]
    user_id = tokens[0].user_id

    async def revoke_all() -> None:
        async with unit_of_work(database) as session:
            await SessionService.on(session).revoke_all(user_id)

    await asyncio.gather(*[revoke_all() for _ in range(8)])

    async with database.sessions() as session:
        assert await SessionService.on(session).list_live(user_id) == []
