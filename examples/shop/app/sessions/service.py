"""Sessions: started by a login, renewed by refresh tokens, revoked at any time."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self

import structlog
from sqlalchemy import BindParameter, ColumnElement, exists
from sqlalchemy.ext.asyncio import AsyncSession

from app.sessions.exceptions import SessionNotFoundError
from app.sessions.models import AuthSession
from app.sessions.repository import SessionRepository, is_live
from app.sessions.schemas import SessionRead

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Grant:
    """The right to act for a user in a session, with the token that renews it."""

    user_id: int
    session_id: int
    refresh_token: str = field(repr=False)


def create_refresh_token() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return the stored form; a fast hash is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def has_live_session(
    user_id: BindParameter[int],
    session_id: BindParameter[int],
    now: BindParameter[datetime],
) -> ColumnElement[bool]:
    """Select what belongs to a live session of the user.

    The users domain adds it to a query of its own: one round trip reads the user and
    checks the session.
    """
    return exists().where(
        AuthSession.id == session_id, AuthSession.user_id == user_id, is_live(now)
    )


async def delete_expired_sessions(
    session: AsyncSession, before: datetime, limit: int
) -> int:
    """Delete sessions that expired by then; return how many."""
    return await SessionRepository(session).delete_expired(before, limit)


async def delete_used_tokens(
    session: AsyncSession, before: datetime, limit: int
) -> int:
    """Delete refresh tokens that were used by then; return how many.

    A session that is renewed for years would collect them without bound. The reuse of
    a deleted token is refused like any unknown token, but revokes nothing.
    """
    return await SessionRepository(session).delete_used_tokens(before, limit)


class SessionService:
    """Starts, renews and revokes sessions; it commits nothing."""

    def __init__(self, sessions: SessionRepository) -> None:
        self.sessions = sessions

    @classmethod
    def on(cls, session: AsyncSession) -> Self:
        """Return a service whose statements run in this database session."""
        return cls(SessionRepository(session))

    async def start(
        self, user_id: int, user_agent: str | None, lifetime: timedelta
    ) -> Grant:
        """Insert a session; the caller has verified the user's credentials."""
        now = datetime.now(UTC)
        login = AuthSession(
            user_id=user_id,
            user_agent=user_agent,
            created_at=now,
            last_used_at=now,
            expires_at=now + lifetime,
        )
        await self.sessions.add(login)
        return await self._grant(login)

    async def refresh(
        self, token: str, lifetime: timedelta, reuse_interval: timedelta
    ) -> Grant | None:
        """Exchange a refresh token; None if it is unknown, expired or revoked.

        The first exchange marks all unused tokens of the session as used. The same
        token may be exchanged again within the interval, until one of its successors
        is used. Any later reuse revokes the session.
        """
        now = datetime.now(UTC)
        login = await self.sessions.lock_by_token(hash_token(token), now)
        if login is None:
            return None
        used_at = await self.sessions.read_used_at(hash_token(token))
        if used_at is None:
            await self.sessions.use_tokens(login.id, now)
            login.last_used_at, login.expires_at = now, now + lifetime
        elif used_at < login.last_used_at or used_at + reuse_interval < now:
            login.revoked_at = now
            logger.warning("refresh_token_reused", session_id=login.id)
            return None
        return await self._grant(login)

    async def list_live(self, user_id: int) -> list[SessionRead]:
        """Return the user's live sessions, at most 100."""
        found = await self.sessions.list_live(user_id, datetime.now(UTC))
        return [SessionRead.model_validate(login) for login in found]

    async def revoke(self, session_id: int, user_id: int) -> None:
        """Revoke one session of the user; SessionNotFoundError without one."""
        if not await self.sessions.revoke(session_id, user_id, datetime.now(UTC)):
            raise SessionNotFoundError(session_id)

    async def revoke_by_token(self, token: str) -> None:
        """Revoke the session of a refresh token, if there is one."""
        await self.sessions.revoke_by_token(hash_token(token), datetime.now(UTC))

    async def revoke_all(self, user_id: int) -> None:
        """Revoke every session of the user, and with them every token."""
        await self.sessions.revoke_all(user_id, datetime.now(UTC))

    async def _grant(self, login: AuthSession) -> Grant:
        token = create_refresh_token()
        await self.sessions.add_token(login.id, hash_token(token))
        return Grant(login.user_id, login.id, token)
