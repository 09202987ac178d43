"""The queries on sessions and refresh tokens."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth.models import AuthSession, RefreshToken
from app.core.batches import delete_batch
from app.core.tokens import AccessToken

MOST_LISTED = 100


def is_live(now: datetime) -> ColumnElement[bool]:
    """Select the sessions that are neither revoked nor expired."""
    return and_(AuthSession.revoked_at.is_(None), AuthSession.expires_at > now)


class SessionRepository:
    """Reads and writes sessions in the database session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, login: AuthSession, token_hash: str) -> None:
        """Store a login and its first token."""
        self.session.add(login)
        await self.session.flush()
        await self.add_token(login.id, token_hash)

    async def add_token(self, session_id: int, token_hash: str) -> None:
        """Store the newest token of a session."""
        self.session.add(RefreshToken(session_id=session_id, token_hash=token_hash))
        await self.session.flush()

    async def use_token(self, token_hash: str, now: datetime) -> AuthSession | None:
        """Mark the token as used and return its session; None if it doesn't count.

        One statement finds and marks it: of two uses at once only one succeeds. It
        comes first, so that SQLite takes its lock before it reads.
        """
        session_id = await self.session.scalar(
            update(RefreshToken)
            .where(RefreshToken.token_hash == token_hash)
            .where(RefreshToken.used_at.is_(None))
            .values(used_at=now)
            .returning(RefreshToken.session_id)
        )
        return await self.session.scalar(
            select(AuthSession).where(AuthSession.id == session_id, is_live(now))
        )

    async def revoke_family(self, token_hash: str, now: datetime) -> int | None:
        """Revoke the session that the token is of, used or not; return its id."""
        return await self.session.scalar(
            update(AuthSession)
            .where(
                AuthSession.id.in_(
                    select(RefreshToken.session_id).where(
                        RefreshToken.token_hash == token_hash
                    )
                )
            )
            .where(AuthSession.revoked_at.is_(None))
            .values(revoked_at=now)
            .returning(AuthSession.id)
        )

    async def revoke(self, session_id: int, user_id: int, now: datetime) -> bool:
        """Revoke a session, if it is this user's; tell whether there was one."""
        revoked = await self.session.scalar(
            update(AuthSession)
            .where(AuthSession.id == session_id, AuthSession.user_id == user_id)
            .where(is_live(now))
            .values(revoked_at=now)
            .returning(AuthSession.id)
        )
        return revoked is not None

    async def list_live(self, token: AccessToken) -> Sequence[AuthSession]:
        """Return the sessions whose tokens count, the last used first."""
        rows = await self.session.scalars(
            select(AuthSession)
            .where(AuthSession.user_id == token.user_id, is_live(datetime.now(UTC)))
            .where(AuthSession.token_version == token.version)
            .order_by(AuthSession.last_used_at.desc(), AuthSession.id.desc())
            .limit(MOST_LISTED)
        )
        return rows.all()

    async def delete_expired(self, before: datetime, limit: int) -> int:
        """Forget the sessions that expired by then, with their tokens.

        The last batch reads the whole table: every refresh moves `expires_at`, and an
        index on it would double that write in PostgreSQL's log. To read 200,000
        sessions at each purge takes 25 ms.
        """
        is_over = AuthSession.expires_at <= before
        return await delete_batch(
            self.session, AuthSession, is_over, AuthSession.id, limit
        )
