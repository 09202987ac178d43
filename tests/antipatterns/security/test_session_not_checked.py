"""An access token after its user has logged out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from antipatterns.security import session_not_checked as wrong
from app.config import Settings
from app.core.database import Database, unit_of_work
from app.core.tokens import AccessToken
from app.main import create_access_tokens
from app.sessions.service import Grant, SessionService
from app.users.models import User
from app.users.repository import UserRepository

DAY = timedelta(days=1)


class Users(Protocol):
    """Finds the user of a verified access token."""

    async def find_current(self, token: AccessToken) -> User | None:
        """Return the user, or None if the token is refused."""
        ...


async def is_accepted(
    database: Database, repository: Callable[..., Users], token: AccessToken
) -> bool:
    """Return whether the token opens the account."""
    async with database.sessions() as session:
        return await repository(session).find_current(token) is not None


async def log_out(database: Database, login: Grant) -> None:
    async with unit_of_work(database) as session:
        await SessionService.on(session).revoke_by_token(login.refresh_token)


async def test_access_token_outlives_logout(
    login: Grant, database: Database, measured: Callable[[str], None]
) -> None:
    tokens = create_access_tokens(Settings())
    token = tokens.read(tokens.issue(AccessToken(login.user_id, login.session_id)))

    await log_out(database, login)

    assert await is_accepted(database, wrong.UserRepository, token)
    minutes = tokens.lifetime // timedelta(minutes=1)
    measured(
        "After the logout the access token was accepted, and would be until it expires:"
        f" {minutes} minutes."
    )


async def test_access_token_outlives_a_detected_reuse(
    login: Grant, database: Database
) -> None:
    token = AccessToken(login.user_id, login.session_id)
    async with unit_of_work(database) as session:
        sessions = SessionService.on(session)
        await sessions.refresh(login.refresh_token, DAY, timedelta(0))
    async with unit_of_work(database) as session:
        sessions = SessionService.on(session)
        assert not await sessions.refresh(login.refresh_token, DAY, timedelta(0))

    assert await is_accepted(database, wrong.UserRepository, token)
    assert not await is_accepted(database, UserRepository, token)


async def test_shop_refuses_access_token_after_logout(
    login: Grant, database: Database
) -> None:
    token = AccessToken(login.user_id, login.session_id)
    assert await is_accepted(database, UserRepository, token)

    await log_out(database, login)

    assert not await is_accepted(database, UserRepository, token)
