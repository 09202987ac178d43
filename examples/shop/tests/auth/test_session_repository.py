from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.models import AuthSession
from app.auth.repository import SessionRepository
from app.core.tokens import AccessToken
from app.users.models import User

LATER = timedelta(days=1)


def login_of(user: User, now: datetime, expires_at: datetime) -> AuthSession:
    return AuthSession(
        user_id=user.id,
        token_version=user.token_version,
        created_at=now,
        last_used_at=now,
        expires_at=expires_at,
    )


async def test_list_ends_after_a_hundred_the_newest_first(
    session: AsyncSession, ada: User
) -> None:
    now = datetime.now(UTC)
    session.add_all([login_of(ada, now, now + LATER) for _ in range(101)])
    await session.flush()

    subject = AccessToken(ada.id, ada.token_version)
    listed = await SessionRepository(session).list_live(subject)

    ids = await session.scalars(select(AuthSession.id).order_by(AuthSession.id.desc()))
    assert [login.id for login in listed] == ids.all()[:100]


async def test_session_has_ended_at_the_very_moment_of_its_expiry(
    session: AsyncSession, ada: User
) -> None:
    now = datetime.now(UTC)
    login = login_of(ada, now, expires_at=now)
    sessions = SessionRepository(session)
    await sessions.add(login, "hash")

    assert not await sessions.revoke(login.id, ada.id, now)
    assert await sessions.use_token("hash", now) is None


async def test_what_has_expired_by_then_is_forgotten_and_nothing_else(
    session: AsyncSession, ada: User
) -> None:
    now = datetime.now(UTC)
    sessions = SessionRepository(session)
    for expires_at in [now - LATER, now, now + LATER]:
        await sessions.add(login_of(ada, now, expires_at), str(expires_at))

    deleted = await sessions.delete_expired(now, limit=10)

    left = await session.scalars(select(AuthSession.expires_at))
    assert deleted == 2
    assert left.all() == [now + LATER]
