"""What is left of a session after a reused token was refused."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from antipatterns.security import revocation_rolled_back as wrong
from app.auth.service import AuthService, RefreshPolicy
from app.config import Settings
from app.core.database import Database, unit_of_work
from app.core.errors import InvalidTokenError
from app.main import create_access_tokens
from app.sessions.models import RefreshToken
from app.sessions.service import Grant, SessionService
from app.users.service import UserService

Refresh = Callable[[str], Awaitable[object]]


async def reuse(database: Database, refresh: Refresh, token: str) -> bool:
    """Exchange a token, exchange it again a minute later; return if it was refused."""
    await refresh(token)
    async with unit_of_work(database) as session:
        ago = datetime.now(UTC) - timedelta(minutes=1)
        await session.execute(
            update(RefreshToken)
            .where(RefreshToken.used_at.is_not(None))
            .values(used_at=ago)
        )
    try:
        await refresh(token)
    except InvalidTokenError:
        return True
    return False


async def count_live(database: Database, user_id: int) -> int:
    """Return how many sessions the user has."""
    async with database.sessions() as session:
        return len(await SessionService.on(session).list_live(user_id))


async def test_session_survives_its_revocation(
    login: Grant, database: Database, measured: Callable[[str], None]
) -> None:
    async def refresh(token: str) -> object:
        async with unit_of_work(database) as session:
            return await wrong.AuthService(SessionService.on(session)).refresh(token)

    is_refused = await reuse(database, refresh, login.refresh_token)

    live = await count_live(database, login.user_id)
    assert (is_refused, live) == (True, 1)
    measured(f"The reuse was refused; afterwards {live} session was still live.")


async def test_shop_commits_revocation_before_it_refuses(
    login: Grant, database: Database
) -> None:
    settings = Settings()
    policy = RefreshPolicy(timedelta(days=30), timedelta(seconds=10))

    async def refresh(token: str) -> object:
        async with unit_of_work(database) as session:
            return await AuthService(
                database,
                UserService.on(session),
                SessionService.on(session),
                create_access_tokens(settings),
                policy,
            ).refresh(token)

    assert await reuse(database, refresh, login.refresh_token)
    assert await count_live(database, login.user_id) == 0
