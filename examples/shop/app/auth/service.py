"""Logins: begun with a password, renewed with refresh tokens, ended at will."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.exceptions import SessionNotFoundError
from app.auth.models import AuthSession
from app.auth.repository import SessionRepository
from app.auth.schemas import SessionRead, TokenPair
from app.core.database import Database, unit_of_work
from app.core.errors import InvalidTokenError
from app.core.tokens import AccessToken, AccessTokens
from app.users.service import UserService

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def hash_token(token: str) -> str:
    """Return what is stored: fast, for a token has 256 random bits to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


async def delete_expired_sessions(
    session: AsyncSession, before: datetime, limit: int
) -> int:
    """Delete logins that expired by then; return how many."""
    return await SessionRepository(session).delete_expired(before, limit)


class AuthService:
    """Gives out tokens. Passwords are the business of the users domain."""

    def __init__(
        self,
        database: Database,
        sessions: SessionRepository,
        users: UserService,
        tokens: AccessTokens,
    ) -> None:
        self.database = database
        self.sessions = sessions
        self.users = users
        self.tokens = tokens

    @property
    def lifetime(self) -> timedelta:
        """How long a refresh token counts; each renewal begins anew."""
        return timedelta(days=self.tokens.settings.refresh_token_days)

    async def start(self, subject: AccessToken, user_agent: str | None) -> TokenPair:
        """Begin a session for whoever has just shown the password."""
        now = datetime.now(UTC)
        token = secrets.token_urlsafe(32)
        login = AuthSession(
            user_id=subject.user_id,
            token_version=subject.version,
            user_agent=user_agent,
            created_at=now,
            last_used_at=now,
            expires_at=now + self.lifetime,
        )
        await self.sessions.add(login, hash_token(token))
        return self._pair(subject, token)

    async def refresh(self, token: str) -> TokenPair:
        """Exchange a refresh token for new tokens; a used one ends its session.

        That end has to be stored although the answer is an error, which rolls the
        request's unit of work back: so this is a unit of its own.
        """
        new = secrets.token_urlsafe(32)
        async with unit_of_work(self.database) as session:
            subject = await self._rotate(SessionRepository(session), token, new)
        if subject is None:
            raise InvalidTokenError
        await self.users.authorize(subject)
        return self._pair(subject, new)

    async def log_out(self, token: str) -> None:
        """End the session of a refresh token; an unknown one has none to end."""
        await self.sessions.revoke_family(hash_token(token), datetime.now(UTC))

    async def list_sessions(self, subject: AccessToken) -> list[SessionRead]:
        """Return where an account is logged in; InvalidTokenError if it may not ask."""
        await self.users.authorize(subject)
        found = await self.sessions.list_live(subject)
        return [SessionRead.model_validate(login) for login in found]

    async def end_session(self, session_id: int, user_id: int) -> None:
        """End one of the user's sessions; SessionNotFoundError without it."""
        now = datetime.now(UTC)
        if not await self.sessions.revoke(session_id, user_id, now):
            raise SessionNotFoundError(session_id)

    async def _rotate(
        self, sessions: SessionRepository, token: str, new: str
    ) -> AccessToken | None:
        now = datetime.now(UTC)
        login = await sessions.use_token(hash_token(token), now)
        if login is None:
            revoked = await sessions.revoke_family(hash_token(token), now)
            if revoked is not None:
                logger.warning("refresh_token_reused", session_id=revoked)
            return None
        login.last_used_at, login.expires_at = now, now + self.lifetime
        await sessions.add_token(login.id, hash_token(new))
        return AccessToken(login.user_id, login.token_version)

    def _pair(self, subject: AccessToken, refresh_token: str) -> TokenPair:
        return TokenPair(
            access_token=self.tokens.issue(subject),
            refresh_token=refresh_token,
            expires_in=int(self.tokens.lifetime.total_seconds()),
        )
