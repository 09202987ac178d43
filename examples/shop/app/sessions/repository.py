"""The queries on sessions and refresh tokens."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.batches import delete_batch
from app.sessions.models import AuthSession, RefreshToken

MAX_LISTED = 100


def is_live(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Select sessions that are neither revoked nor expired."""
    return and_(AuthSession.revoked_at.is_(None), AuthSession.expires_at > now)


class SessionRepository:
    """Reads and writes sessions in the database session of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, login: AuthSession) -> None:
        """Insert a session; afterwards it has its ID."""
        self.session.add(login)
        await self.session.flush()

    async def add_token(self, session_id: int, token_hash: str) -> None:
        """Insert an unused refresh token."""
        self.session.add(RefreshToken(session_id=session_id, token_hash=token_hash))
        await self.session.flush()

    async def lock_by_token(self, token_hash: str, now: datetime) -> AuthSession | None:
        """Lock the live session of a refresh token; None without one.

        Two exchanges in one session run one after the other: the second waits here,
        and its next statement sees what the first has committed.
        """
        session_id = (
            select(RefreshToken.session_id)
            .where(RefreshToken.token_hash == token_hash)
            .scalar_subquery()
        )
        return await self.session.scalar(
            select(AuthSession)
            .where(AuthSession.id == session_id, is_live(now))
            .with_for_update(key_share=True)
        )

    async def read_used_at(self, token_hash: str) -> datetime | None:
        """Return when the token was first exchanged; None if it was not."""
        return await self.session.scalar(
            select(RefreshToken.used_at).where(RefreshToken.token_hash == token_hash)
        )

    async def use_tokens(self, session_id: int, now: datetime) -> None:
        """Mark every unused token of the session as used."""
        await self.session.execute(
            update(RefreshToken)
            .where(RefreshToken.session_id == session_id)
            .where(RefreshToken.used_at.is_(None))
            .values(used_at=now)
        )

    async def revoke_by_token(self, token_hash: str, now: datetime) -> None:
        """Revoke the session of a refresh token, used or not."""
        session_id = (
            select(RefreshToken.session_id)
            .where(RefreshToken.token_hash == token_hash)
            .scalar_subquery()
        )
        await self.session.execute(
            update(AuthSession)
            .where(AuthSession.id == session_id, is_live(now))
            .values(revoked_at=now)
        )

    async def revoke(self, session_id: int, user_id: int, now: datetime) -> bool:
        """Revoke one live session of the user; False without one."""
        revoked = await self.session.scalar(
            update(AuthSession)
            .where(AuthSession.id == session_id, AuthSession.user_id == user_id)
            .where(is_live(now))
            .values(revoked_at=now)
            .returning(AuthSession.id)
        )
        return revoked is not None

    async def revoke_all(self, user_id: int, now: datetime) -> None:
        """Revoke every live session of the user.

        The rows are locked in the order of their IDs: two of these at the same time
        wait for each other instead of ending in a deadlock.
        """
        locked = (
            select(AuthSession.id)
            .where(AuthSession.user_id == user_id, is_live(now))
            .order_by(AuthSession.id)
            .with_for_update()
        )
        await self.session.execute(
            update(AuthSession).where(AuthSession.id.in_(locked)).values(revoked_at=now)
        )

    async def list_live(self, user_id: int, now: datetime) -> Sequence[AuthSession]:
        """Return the user's live sessions, the last used first."""
        rows = await self.session.scalars(
            select(AuthSession)
            .where(AuthSession.user_id == user_id, is_live(now))
            .order_by(AuthSession.last_used_at.desc(), AuthSession.id.desc())
            .limit(MAX_LISTED)
        )
        return rows.all()

    async def delete_expired(self, before: datetime, limit: int) -> int:
        """Delete sessions that expired by then, with their tokens; return how many.

        No index on `expires_at`: each refresh changes it, so an index would slow
        down every refresh. A purge is rare, and scans the table.
        """
        has_expired = AuthSession.expires_at <= before
        return await delete_batch(
            self.session, AuthSession, has_expired, AuthSession.id, limit
        )

    async def delete_used_tokens(self, before: datetime, limit: int) -> int:
        """Delete refresh tokens that were used by then; return how many."""
        was_used = RefreshToken.used_at <= before
        return await delete_batch(
            self.session, RefreshToken, was_used, RefreshToken.id, limit
        )
