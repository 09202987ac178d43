from datetime import UTC, datetime, timedelta

import pytest
from accounts import account, login_of
from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.sessions.models import AuthSession, RefreshToken
from app.sessions.repository import SessionRepository
from app.sessions.service import delete_used_tokens, has_live_session
from app.users.models import User

HOUR = timedelta(hours=1)


@pytest.fixture
async def ada(session: AsyncSession) -> User:
    user = account("ada@example.com")
    session.add(user)
    await session.commit()
    return user


async def test_list_returns_hundred_sessions_newest_first(
    session: AsyncSession, ada: User
) -> None:
    logins = [login_of(ada) for _ in range(101)]
    for login in logins:
        login.last_used_at = logins[0].last_used_at
    session.add_all(logins)
    await session.flush()

    listed = await SessionRepository(session).list_live(ada.id, datetime.now(UTC))

    ids = await session.scalars(select(AuthSession.id).order_by(AuthSession.id.desc()))
    assert [login.id for login in listed] == ids.all()[:100]


async def test_session_ends_at_the_moment_of_its_expiry(
    session: AsyncSession, ada: User
) -> None:
    login = login_of(ada, HOUR)
    end = login.expires_at
    sessions = SessionRepository(session)
    await sessions.add(login)
    await sessions.add_token(login.id, "hash")

    assert await sessions.lock_by_token("hash", end) is None
    assert not await sessions.revoke(login.id, ada.id, end)
    assert await sessions.list_live(ada.id, end) == []
    assert await sessions.lock_by_token("hash", end - HOUR) is login


async def test_only_the_owner_has_the_live_session(
    session: AsyncSession, ada: User
) -> None:
    login = login_of(ada, HOUR)
    await SessionRepository(session).add(login)
    live = has_live_session(
        bindparam("user_id"), bindparam("session_id"), bindparam("now")
    )

    async def is_found(user_id: int, session_id: int, now: datetime) -> bool:
        values = {"user_id": user_id, "session_id": session_id, "now": now}
        return (await session.scalars(select(User.id).where(live), values)).all() != []

    before, end = login.expires_at - HOUR / 2, login.expires_at
    assert await is_found(ada.id, login.id, before)
    assert not await is_found(ada.id + 1, login.id, before)
    assert not await is_found(ada.id, login.id + 1, before)
    assert not await is_found(ada.id, login.id, end)


async def test_purge_deletes_expired_sessions_only(
    session: AsyncSession, ada: User
) -> None:
    sessions = SessionRepository(session)
    now = datetime.now(UTC)
    for seconds in (-1, 0, 1):
        login = login_of(ada)
        login.expires_at = now + timedelta(seconds=seconds)
        await sessions.add(login)

    deleted = await sessions.delete_expired(now, limit=10)

    left = await session.scalars(select(AuthSession.expires_at))
    assert deleted == 2
    assert left.all() == [now + timedelta(seconds=1)]


async def test_purge_deletes_tokens_used_long_ago_only(
    session: AsyncSession, ada: User
) -> None:
    sessions = SessionRepository(session)
    login = login_of(ada)
    await sessions.add(login)
    now = datetime.now(UTC)
    for name, used_at in {
        "unused": None,
        "long ago": now - HOUR,
        "at the limit": now,
        "since": now + HOUR,
    }.items():
        session.add(RefreshToken(session_id=login.id, token_hash=name, used_at=used_at))

    deleted = [await delete_used_tokens(session, now, limit=1) for _ in range(3)]

    left = await session.scalars(select(RefreshToken.token_hash))
    assert deleted == [1, 1, 0]
    assert set(left) == {"unused", "since"}


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_refresh_does_not_read_used_tokens(session: AsyncSession) -> None:
    """A session collects a used token at every refresh, for as long as it lives."""
    await session.execute(text("SET LOCAL enable_seqscan = off"))
    plan = await session.scalars(
        text(
            "EXPLAIN UPDATE refresh_tokens SET used_at = now()"
            " WHERE session_id = 1 AND used_at IS NULL"
        )
    )

    assert "ix_refresh_tokens_unused" in "".join(plan)
